import { describe, expect, it } from 'vitest'
import { readText } from '../data/read-text'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { byFate, type LineResult, lineResults, lineTraces } from './line-results'

const lines = ['roses are red', 'roses are blue', 'violets', 'violets', 'grass is green', 'snow is white']
const read = readText(lines.join('\n'), { cut: 'lines' })
if (read.status !== 'read') throw new Error('the text of this test was refused')
const { source, strings } = read.own
const shape = { ...exampleTrial().shape, vocab: strings.symbols.length, seqLen: strings.seqLen }
const trial = exampleTrial({ source, shape, datasetSize: 5 })

const record = exampleRecord(trial, {
  traces: lineTraces(
    { prefix: [3, 3, 3, 3, 3], bits: [10, 20, 30, 40, 50.123] },
    { prefix: [14], bits: [-7] },
  ),
})
const results = lineResults(record, trial)
const named = (text: string) => results.filter((line) => line.text === text)

describe('results of lines', () => {
  it('name every string of the text in its order, those that were held back too', () => {
    expect(results.map(({ text }) => text)).toEqual(lines)
    expect(results.filter(({ isHeldBack }) => isHeldBack)).toMatchObject([{ prefix: 14, bits: -7 }])
    expect(results.map(({ bits }) => bits)).toContain(50.12)
  })

  it('know how many first symbols another string of the training has in common', () => {
    const learned = results.filter(({ isHeldBack }) => !isHeldBack).map(({ text }) => text)
    expect(named('violets').map(({ shared }) => shared)).toEqual([0, 0])
    expect(named('snow is white')[0]!.shared).toBe(0)
    expect(named('roses are red')[0]!.shared).toBe(learned.includes('roses are blue') ? 10 : 0)
  })

  it('are none where a record has no numbers of them, and refused where the text is not here', () => {
    expect(lineResults(exampleRecord(trial), trial)).toEqual([])
    expect(lineResults(exampleRecord(), exampleTrial())).toEqual([])
    const { text: _, ...missing } = source
    expect(() => lineResults(record, { ...trial, source: missing })).toThrow(/paste it again/)
  })
})

it('tells lost strings from those that begin like another', () => {
  const line = (text: string, prefix: number, bits: number, shared: number): LineResult => ({
    index: 0,
    text,
    isHeldBack: false,
    prefix,
    bits,
    shared,
  })
  const all = [
    line('kept', 3, 10, 0),
    line('kept best', 0, 30, 8),
    line('alike', 5, 20, 3),
    line('lost', 4, 2, 2),
    line('lost worst', 9, -1, 0),
    { ...line('never seen', 0, 90, 0), isHeldBack: true },
  ]
  const texts = Object.entries(byFate(all, 3)).map(([fate, own]) => [fate, own.map(({ text }) => text)])
  expect(Object.fromEntries(texts)).toEqual({
    back: ['kept best', 'kept'],
    alike: ['alike'],
    lost: ['lost worst', 'lost'],
  })
})
