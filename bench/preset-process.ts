/** One of the lab's presets in a process of its own. */
import { openDawnHost } from '@/cli/hosts/dawn'
import type { Target } from './dawn'
import { runPreset } from './preset'
import { reportOf } from './report-process'

/** Enough to see that it runs, on a processor that imitates a GPU. */
const TRIAL = { steps: 5, width: [8], heads: [2], datasetSizes: [8], dataRatios: [], seeds: [0] }

const [target, experiment, preset] = process.argv.slice(2) as [Target, string, string]
await reportOf(async () => {
  const host = await openDawnHost('webgpu', () => undefined)
  return runPreset(host, experiment, preset, target === 'swiftshader' ? TRIAL : {})
})
