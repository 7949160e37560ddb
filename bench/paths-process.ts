/** Both ways of training the preset Tiny, one seed of each size, in a process of its own. */
import { offerWebGpu } from '@/cli/hosts/dawn'
import { prepareNodeHost } from '@/cli/hosts/node-host'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { Target } from './dawn'
import { reportOf } from './report-process'

const ROUNDS = 3
/** Of each round: 30 in all where a processor imitates a GPU, and takes seconds for a composed one; else enough to be timed. */
const STEPS: Readonly<Record<Target, number>> = { swiftshader: 10, gpu: 100, null: 1 }

const [target] = process.argv.slice(2) as [Target]
await reportOf(async () => {
  const { wasmPaths } = prepareNodeHost()
  await offerWebGpu('webgpu', () => undefined)
  // tf.js looks for its globals while it is imported, so whatever imports it comes last.
  const [{ openBackend }, { comparePaths }] = await Promise.all([
    import('@/engine/devices/backend'),
    import('./paths'),
  ])
  const experiment = experimentById('capacity')
  const trials = experiment.plan({ ...presetById(experiment, 'tiny').config, seeds: [0] })
  return comparePaths(await openBackend({ choice: 'webgpu', wasmPaths }), trials, STEPS[target], ROUNDS)
})
