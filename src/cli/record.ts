/**
 * `record`: trains the presets of experiments and writes them where the page finds its recorded results. It can be cut off at any time: what has
 * finished is kept, and the next call goes on.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PROCESSOR_NUMERICS } from '@/core/backends'
import { readRecorded } from '@/core/results/recorded'
import { totalFlop } from '@/core/sweep/estimate'
import type { Experiment } from '@/core/sweep/experiment'
import { EXIT } from './cli-error'
import { projectFolder } from './files/project-folder'
import { readTextFile } from './files/text-file'
import { runLab } from './sweep/run-lab'

interface Recording {
  readonly experiment: Experiment
  readonly presetId: string
  readonly flop: number
  readonly path: string
}

/**
 * Records what is missing or of another arithmetic, the shortest first: on the processor, whose results anybody can repeat to the bit.
 * @returns the exit code of the first that fails.
 */
export async function recordPresets(experiments: readonly Experiment[]): Promise<number> {
  const unfinished = join(projectFolder(), 'dist', 'recording')
  mkdirSync(unfinished, { recursive: true })
  const wanted = experiments
    .flatMap(presetsOf)
    .filter((recording) => !isRecorded(recording))
    .toSorted((a, b) => a.flop - b.flop)
  for (const [i, { experiment, presetId, path }] of wanted.entries()) {
    process.stderr.write(`${i + 1} of ${wanted.length}: ${experiment.id}, ${presetId}\n`)
    mkdirSync(join(path, '..'), { recursive: true })
    const exitCode = await runLab({
      experiment,
      presetId,
      values: experiment.presets.find(({ id }) => id === presetId)!.config,
      ownText: undefined,
      host: 'dawn',
      backend: 'wasm',
      out: join(unfinished, `${experiment.id}-${presetId}.jsonl`),
      csv: undefined,
      recorded: path,
      resume: true,
      shard: undefined,
      queue: false,
      force: false,
      tune: false,
      quiet: false,
    })
    if (exitCode !== EXIT.ok) return exitCode
  }
  return EXIT.ok
}

const presetsOf = (experiment: Experiment): Recording[] =>
  experiment.presets.map((preset) => ({
    experiment,
    presetId: preset.id,
    flop: totalFlop(experiment.plan(preset.config)),
    path: join(projectFolder(), 'src', 'experiments', experiment.id, 'recorded', `${preset.id}.json`),
  }))

/** Whether the file has every trial of the preset as it is today, trained by today's kernels. */
function isRecorded({ experiment, presetId, path }: Recording): boolean {
  const keys = new Set<string>()
  try {
    for (const { trialKey, numerics } of readRecorded(JSON.parse(readTextFile(path).text)).records)
      if (numerics === PROCESSOR_NUMERICS) keys.add(trialKey)
  } catch {
    return false
  }
  const preset = experiment.presets.find(({ id }) => id === presetId)!
  return experiment.plan(preset.config).every(({ key }) => keys.has(key))
}
