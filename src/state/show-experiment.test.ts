import { describe, expect, it } from 'vitest'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import type { LabEvent } from '@/runtime/protocol'
import { boot } from './boot'
import { openExperiment, showRunningSweep } from './show-experiment'
import { earlierRuns } from './shown-runs'
import {
  createFakeLab,
  createFakeStorage,
  finishedTrial,
  opened,
  progressEvent,
  recordedOf,
  recordOf,
  SMALL_HASH,
  SMALL_SWEEP,
  SMALL_TRIALS,
} from './testing/fake-services'

const [first, second] = SMALL_TRIALS
const keys = [first.key, second.key]

async function startedPage(options: Parameters<typeof createFakeLab>[0] = {}) {
  const lab = createFakeLab({ recorded: recordedOf([recordOf(first)]), ...options })
  await boot(lab)
  return lab
}

/** The page with a sweep of two trials of capacity that trains. */
async function trainingPage() {
  const lab = await startedPage({ hash: SMALL_HASH })
  const ended = lab.run.getState().start()
  const say = (...events: readonly LabEvent[]) => {
    lab.worker.emit(...events)
    lab.drawFrame()
  }
  say(opened, progressEvent(10, SMALL_TRIALS))
  return { ...lab, ended, say }
}

describe('choosing an experiment', () => {
  it('opens its default preset with a history entry, and shows its recorded results', async () => {
    const lab = await startedPage()
    openExperiment(lab, 'double-descent')
    const { experiment, presetId, problems, linkProblems, hash } = lab.config.getState()
    expect([experiment.id, presetId, problems, linkProblems]).toEqual(['double-descent', 'tiny', [], []])
    expect(lab.location.hash).toBe(hash)
    expect(hash).toBe('#double-descent?v=1&preset=tiny.3')
    expect(lab.location.history).toEqual(['#capacity?v=1&preset=tiny.2'])
    expect(lab.results.getState().shown, 'nothing of the experiment before').toMatchObject({
      kind: 'recorded',
      records: [],
    })
    await Promise.resolve()
    expect(lab.results.getState().recorded).toBeDefined()
  })

  it('refuses one that is not registered', () => {
    const { config } = createFakeLab()
    expect(() => config.getState().chooseExperiment('levitation')).toThrow(/unknown experiment "levitation"/)
  })

  it('forgets the problems of a link', async () => {
    const lab = await startedPage({ hash: '#levitation' })
    expect(lab.config.getState().linkProblems).toHaveLength(1)
    openExperiment(lab, 'double-descent')
    expect(lab.config.getState().linkProblems).toEqual([])
  })

  it('shows what this browser has of the preset that is opened', async () => {
    const lab = await startedPage()
    openExperiment(lab, 'double-descent')
    const trials = lab.config.getState().experiment.plan(lab.config.getState().values)
    lab.results.getState().add([recordOf(trials[0]!)])
    openExperiment(lab, 'capacity')
    expect(lab.results.getState().shown.kind).toBe('recorded')
    openExperiment(lab, 'double-descent')
    expect(lab.results.getState().shown).toMatchObject({
      kind: 'sweep',
      title: 'Tiny',
      records: [{ trialKey: trials[0]!.key }],
    })
  })

  it('leaves a sweep that trains alone, keeps its records, and finds it again', async () => {
    const lab = await trainingPage()
    openExperiment(lab, 'double-descent')
    expect(lab.worker.calls, 'neither paused nor stopped').toEqual([])
    expect(lab.run.getState()).toMatchObject({ status: { kind: 'running' }, sweep: { id: SMALL_SWEEP.id } })
    expect(lab.results.getState().shown.kind).toBe('recorded')
    lab.say(finishedTrial(first))
    expect(lab.storage.records.size).toBe(1)
    expect(lab.results.getState().shown.records, 'not among figures of another experiment').toEqual([])

    openExperiment(lab, 'capacity')
    expect(lab.config.getState().hash, 'the config that trains, not the default preset').toBe(SMALL_HASH)
    expect(lab.results.getState().shown).toMatchObject({ kind: 'sweep', records: [recordOf(first)] })
    expect(lab.results.getState().shown.runs.map(({ trial }) => trial.key)).toEqual(keys)
    lab.say(finishedTrial(second), { type: 'finished', elapsedMs: 1 })
    await lab.ended
    expect(lab.results.getState().shown.records).toHaveLength(2)
  })

  it('leads back to a sweep that finished meanwhile', async () => {
    const lab = await trainingPage()
    openExperiment(lab, 'double-descent')
    lab.say(finishedTrial(first), finishedTrial(second), { type: 'finished', elapsedMs: 1 })
    await lab.ended
    expect(lab.storage.sweeps.get(SMALL_SWEEP.id)?.status).toBe('finished')
    showRunningSweep(lab)
    expect(lab.config.getState().hash).toBe(SMALL_HASH)
    expect(lab.results.getState().shown.records).toHaveLength(2)
  })

  it('shows the sweep that trains to whoever opens a link to its experiment', async () => {
    const lab = await trainingPage()
    lab.config.getState().openPermalink('#double-descent')
    lab.config.getState().openPermalink('#capacity?v=1&preset=quick')
    expect(lab.results.getState().shown.runs.map(({ trial }) => trial.key)).toEqual(keys)
  })
})

describe('recorded results', () => {
  it('are never those of an experiment that was left before they came', async () => {
    const lab = createFakeLab()
    const answers = new Map<string, () => void>()
    const { createResultsStore } = await import('./results-store')
    const results = createResultsStore({
      storage: lab.storage,
      readImportFile: () => Promise.reject(new Error('no file is read here')),
      fetchRecorded: (experiment) =>
        new Promise((resolve) => {
          answers.set(experiment, () => resolve({ ...recordedOf([recordOf(first)]), title: experiment }))
        }),
    })
    const slow = results.getState().loadRecorded('capacity', 'tiny')
    const quick = results.getState().loadRecorded('double-descent', 'tiny')
    answers.get('double-descent')!()
    await quick
    answers.get('capacity')!()
    await slow
    expect(results.getState().recorded?.title).toBe('double-descent')
    void results.getState().loadRecorded('capacity', 'tiny')
    expect(results.getState(), 'forgotten at once').toMatchObject({
      recorded: undefined,
      shown: { records: [] },
    })
  })
})

it('shows on a new visit only sweeps of the experiment that is opened', async () => {
  const storage = createFakeStorage()
  const before = await startedPage({ hash: SMALL_HASH, storage })
  const ended = before.run.getState().start()
  before.worker.emit(opened, finishedTrial(first), { type: 'stopped' })
  before.drawFrame()
  await ended
  const other = await startedPage({ hash: '#double-descent', storage })
  expect(other.results.getState().shown.kind).toBe('recorded')
  const preset = await startedPage({ hash: '#capacity?v=1&preset=quick', storage })
  expect(preset.results.getState().shown, 'of the preset in the link').toMatchObject({ kind: 'recorded' })
  const same = await startedPage({ hash: '#capacity', storage })
  expect(same.results.getState().shown).toMatchObject({ kind: 'sweep', records: [recordOf(first)] })
})

it('shows what belongs to the config that is set, whenever that changes', async () => {
  const lab = await startedPage({ hash: SMALL_HASH })
  const shownOf = () => {
    const { kind, runs, records } = lab.results.getState().shown
    return [kind, runs.length, records.length]
  }
  expect(shownOf(), 'one of two trials is recorded').toEqual(['recorded', 2, 1])
  lab.config.getState().setField('datasetSizes', [16, 32, 64])
  expect(shownOf(), 'none is recorded').toEqual(['recorded', 3, 0])
  lab.results.getState().add([recordOf(second)])
  lab.config.getState().setField('datasetSizes', [16])
  expect(shownOf(), 'this browser has it').toEqual(['sweep', 1, 1])
  lab.config.getState().setFieldText('steps', 'many')
  expect(shownOf(), 'stays while a setting has a problem').toEqual(['sweep', 1, 1])
  lab.config.getState().choosePreset('tiny')
  expect(shownOf(), 'of all trials of the preset').toEqual(['sweep', 28, 1])
})

it('finds earlier runs of the same configs: the recorded ones, else this browser’s of other seeds', () => {
  const again = planSweep(experimentById('capacity'), 'tiny', { ...SMALL_SWEEP.values, seeds: [3] })
  const keysAgain = again.trials.map(({ key }) => key)
  const known = new Map(SMALL_TRIALS.map((trial) => [trial.key, recordOf(trial)]))
  const recorded = recordedOf([recordOf(first)])
  const found = (...of: Parameters<typeof earlierRuns>) => earlierRuns(...of).map(({ trial }) => trial.key)
  expect(found(keysAgain, recorded, known)).toEqual([first.key])
  expect(found(keysAgain, undefined, known)).toEqual(keys)
  expect(found(keys, undefined, known), 'its own are drawn as they are').toEqual([])
  expect(found(keys, recorded, known)).toEqual([first.key])
})
