import { describe, expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import experiment from './spec'

const trialsOf = (preset: string): Trial[] =>
  experiment.plan(experiment.presets.find(({ id }) => id === preset)!.config)

const STEPS = [1, 10, 50, 100, 200, 400]

/** Curves of a run that guesses from step 50 and learns from step 200 on; or learns at once. */
function traces(entropyBits: number, guesses: boolean) {
  const mass = guesses ? [0.1, 0.5, 0.96, 0.99, 1, 1] : [0.1, 0.5, 0.7, 0.8, 0.96, 1]
  const loss = guesses
    ? [6, 4, entropyBits, entropyBits, 0.4, 0.02]
    : [6, 4, 0.5 * entropyBits, 0.4, 0.2, 0.02]
  return {
    'look.step': STEPS,
    'look.bitsPerToken': loss,
    'look.accuracy': [0, 0.2, 0.3, 0.4, 0.9, 1],
    'look.alphabetMass': mass,
    'look.entropyBits': loss,
    'look.klBits': [5, 2, 0, 0, 1, 6],
    'look.heldoutBitsPerToken': [6, 4, entropyBits, entropyBits, 8, 9],
    tokenPosition: [0, 32, 64],
    tokens: STEPS.flatMap((_, i) => [i / 10, 0, 1]),
  }
}
const symbolsOf = ({ source }: Trial): number => (source.id === 'alphabet' ? source.symbols : Number.NaN)

const recordsOf = (preset: string, guesses: (trial: Trial) => boolean): TrialRecord[] =>
  trialsOf(preset).map((trial) =>
    exampleRecord(trial, {
      heldoutBitsPerToken: 9,
      heldoutMemorizedBits: -500,
      heldoutStrings: 4,
      traces: traces(Math.log2(symbolsOf(trial)), guesses(trial)),
    }),
  )

describe('dynamics', () => {
  it('plans the independent trainer’s training as settings, and one string for each alphabet and seed', () => {
    const trials = trialsOf('quick')
    expect(trials.map(symbolsOf)).toEqual([2, 4, 7, 13, 26])
    for (const trial of trials) {
      expect(trial).toMatchObject({ datasetSize: 1, batch: 1, learningRate: 3e-3 })
      expect(trial.settings).toEqual({ beta1: 0.9, initStd: 0.02, schedule: 'constant' })
      expect(trial.shape).toMatchObject({ positions: 'sinusoidal', seqLen: 256, vocab: 64 })
    }
    expect(trialsOf('learned')[0]!.shape.positions).toBeUndefined()
    expect(trialsOf('nowhere')[0]!.shape.positions).toBe('none')
  })

  it('refuses alphabets that the vocabulary does not hold', () => {
    const config = experiment.presets[0].config
    expect(experiment.problems({ ...config, alphabets: [2, 65] })).toEqual([
      { field: 'alphabets', message: '65 symbols do not fit a vocabulary of 64' },
    ])
  })

  it('finds the phases, and shades them', () => {
    const records = recordsOf('tiny', () => true)
    const [first] = exhibit.findings(records)
    expect(first).toMatchObject({ verdict: 'agrees' })
    expect(first!.text).toMatch(
      /^l 2, sinusoidal positions: it guesses from step 50 \(one seed\) to step 200 \(one seed\); the loss falls under 0\.1 nats per token at step 3\d\d/,
    )
    const [bits, shares, tokens, alphabets] = exhibit.figures({
      planned: trialsOf('tiny'),
      records,
      live: [],
    }) as [LinesFigure, LinesFigure, GridFigure, LinesFigure]
    expect(bits.bands).toEqual([
      { from: 50, to: 200, label: 'guessing' },
      { from: 200, to: 400, label: 'memorising' },
    ])
    expect(shares.bands).toEqual(bits.bands)
    expect(bits.series.at(-1)!.points[0]!.y).toBe(1)
    expect(tokens).toMatchObject({ columns: 3, rowNames: STEPS.map(String), columnNames: ['1', '33', '65'] })
    expect(alphabets.series.map(({ label }) => label)).toEqual(['l 2', 'l 7'])
  })

  it('claims no phase and no order that the looks do not show', () => {
    const records = recordsOf('tiny', (trial) => symbolsOf(trial) === 2)
    const found = exhibit.findings(records)
    expect(found[1]).toMatchObject({ verdict: 'not reached' })
    expect(found[1]!.text).toContain('l 7, sinusoidal positions: no guessing phase')
    const [nowhere] = exhibit.findings(recordsOf('nowhere', () => true))
    expect(nowhere!.text).toMatch(/^l 2, no positions:/)
    const cut = records.map((record) => ({
      ...record,
      traces: Object.fromEntries(Object.entries(record.traces).map(([name, own]) => [name, own.slice(0, 4)])),
    }))
    const [early, , order] = exhibit.findings(cut)
    expect(early).toMatchObject({ verdict: 'not reached' })
    expect(early!.text).toContain('the string is not memorised: after 500 steps it still costs 1.00')
    expect(order).toMatchObject({ verdict: 'not reached' })
  })

  it('calls no single look a phase', () => {
    const [first] = recordsOf('tiny', () => true)
    const passing = {
      ...first!,
      // Within a tenth of guessing at step 50 alone.
      traces: { ...first!.traces, 'look.bitsPerToken': [6, 4, 1, 0.8, 0.4, 0.02] },
    }
    expect(exhibit.findings([passing])[0]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('it guesses at a single look, at step 50 (one seed), which is too short'),
    })
  })

  it('says whether smaller alphabets are found sooner and held later', () => {
    const early = recordsOf('tiny', () => true)
    const slower = {
      ...early[1]!,
      traces: { ...early[1]!.traces, 'look.alphabetMass': [0, 0, 0.9, 0.96, 1, 1] },
    }
    const sooner = { ...slower.traces, 'look.bitsPerToken': [6, 4, 2.8, 2.8, 0.1, 0.02] }
    const order = (second: TrialRecord) => exhibit.findings([early[0]!, second])[2]!
    expect(order({ ...slower, traces: sooner })).toMatchObject({
      verdict: 'agrees',
      text: expect.stringMatching(/ \(one seed\)\.$/),
    })
    expect(order(early[1]!)).toMatchObject({ verdict: 'differs' })
  })

  it('tells on strings that cost less than they can', () => {
    const records = recordsOf('tiny', () => true)
    const found = (heldoutMemorizedBits: number) =>
      exhibit.findings(records.map((record) => ({ ...record, heldoutMemorizedBits }))).at(-1)!
    expect(found(1).text).toContain('none of them more than 0.1 below what guessing costs')
    expect(found(100)).toMatchObject({ verdict: 'differs', text: expect.stringContaining('something leaks') })
    // No paper has said so, so there is none to agree with.
    expect(found(1)).not.toHaveProperty('paper')
    expect(found(1).verdict).toBe('seen')
  })

  it('shows the string that trains now', () => {
    const planned = trialsOf('tiny')
    const values = { bitsPerToken: [6, 5], accuracy: [0, 0.1], alphabetMass: [0.1, 0.2], entropyBits: [6, 6] }
    const [bits, , tokens] = exhibit.figures({
      planned,
      records: recordsOf('tiny', () => true).slice(0, 1),
      live: [
        {
          trialKey: planned[1]!.key,
          datasetBits: 180,
          trainBitsPerToken: 5,
          memorizedBits: -100,
          looked: { steps: [1, 2], values, grid: { columns: 2, values: [0, 0, 0.1, 0.2] } },
        },
      ],
    }) as [LinesFigure, LinesFigure, GridFigure]
    expect(bits.title).toContain('l 7')
    expect(bits.series.find(({ key }) => key === 'loss')!.points).toEqual([
      { x: 1, y: 6 },
      { x: 2, y: 5 },
    ])
    expect(tokens).toMatchObject({ columns: 2, rowNames: ['1', '2'], values: [0, 0, 0.1, 0.2] })
  })

  it('holds only the independent trainer’s own strings against it', () => {
    const check = checks.find(({ what }) => what.includes('0.1 nats') && what.includes('l 4,'))!
    expect(check.measure(recordsOf('quick', () => true))).toHaveLength(1)
    expect(check.measure(recordsOf('tiny', () => true))).toEqual([])
  })
})
