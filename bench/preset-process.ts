/** One of the lab's presets in a process of its own. tf.js looks for globals when it is imported: so the runner comes last. */
import { prepareNodeHost } from '@/cli/hosts/node-host'
import { openDawn, type Target } from './dawn'
import { reportOf } from './report-process'

/** Enough to see that it runs, on a processor that imitates a GPU. */
const TRIAL = { steps: 5, width: [8], heads: [2], datasetSizes: [8], dataRatios: [], seeds: [0] }

const [target, experiment, preset] = process.argv.slice(2) as [Target, string, string]
await reportOf(async () => {
  await openDawn(target)
  const host = prepareNodeHost()
  const { runPreset } = await import('./preset')
  return runPreset(host, experiment, preset, target === 'swiftshader' ? TRIAL : {})
})
