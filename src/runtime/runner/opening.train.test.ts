/** What the landing page opens with is what its runner trains: `--update` records it anew. */
import { expect, it } from 'vitest'
import type { KnowledgeFrame } from '@/core/metrics/known-symbols'
import { printFrames, readFrames } from '@/core/play/opening'
import { knownWordForWord, playStrings } from '@/core/play/play-strings'
import { FIRST_POSITION, frameSteps, playTrial } from '@/core/play/position'
import type { LabEvent } from '../protocol'
import type { RunnerHost } from './host'
import { createRunControl } from './run-control'
import { runSweep } from './run-sweep'

const host: RunnerHost = { wasmPaths: '', now: () => performance.now(), date: () => new Date() }

const trial = playTrial(FIRST_POSITION)
const steps = frameSteps(FIRST_POSITION)

async function watched(watch: readonly number[] | undefined): Promise<LabEvent[]> {
  const events: LabEvent[] = []
  await runSweep({ trials: [trial], backend: 'wasm', watch }, host, createRunControl(), (event) =>
    events.push(event),
  )
  return events
}

const framesOf = (events: readonly LabEvent[]): KnowledgeFrame[] =>
  events.flatMap((event) => (event.type === 'frame' ? [event.frame] : []))
const recordOf = (events: readonly LabEvent[]) =>
  events.flatMap((event) => (event.type === 'trial-finished' ? [event.record] : []))[0]!

it('shows a model at the steps that were asked for, changes nothing of it, and ends at its record', async () => {
  const events = await watched(steps)
  const frames = framesOf(events)
  const record = recordOf(events)
  expect(frames.map(({ step }) => step)).toEqual(steps)
  expect(steps.at(-1)).toBe(trial.steps)
  expect(record.memorizedBits).toBe(recordOf(await watched(undefined)).memorizedBits)

  const last = frames.at(-1)!
  const { training, heldOut, ceilingBits } = playStrings(FIRST_POSITION)
  expect(last.memorizedBits).toBeCloseTo(record.memorizedBits, 2)
  expect(record.ceilingBits).toBe(ceilingBits)
  expect(knownWordForWord(training, last.training)).toBe(16)
  expect(knownWordForWord(training, frames[0]!.training)).toBe(0)
  expect(knownWordForWord(heldOut, last.heldOut)).toBe(0)
  expect(last.training.probability.length).toBe(16 * 8)
  expect(last.heldOut.probability.length).toBe(8)

  const text = `${JSON.stringify(printFrames(trial.key, frames), undefined, 2)}\n`
  expect(text.length).toBeLessThan(15_000)
  await expect(text).toMatchFileSnapshot('../../core/play/opening.json')
  const read = readFrames(JSON.parse(text))
  for (const [at, p] of last.training.probability.entries())
    expect(read.at(-1)!.training.probability[at]).toBeCloseTo(p, 1)
  expect(read.at(-1)!.training.said).toEqual(last.training.said)
})
