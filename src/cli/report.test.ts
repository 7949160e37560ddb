import { describe, expect, it } from 'vitest'
import { exampleRecord } from './example-record'
import { report } from './report'

describe('the report', () => {
  it('shows the bits by dataset size as mean and range over seeds, and that a plateau was reached', () => {
    const run = (datasetSize: number, seed: number, memorizedBits: number) =>
      exampleRecord({
        datasetSize,
        seed,
        memorizedBits,
        bitsPerParam: memorizedBits / 1216,
        ceilingBits: 2000,
      })
    const text = report([run(256, 1, 1980), run(128, 0, 1900), run(128, 1, 1860), run(256, 0, 2020)])
    expect(text).toContain('gpt2, L 1, d 8, H 2, V 16, S 8: 1,216 parameters, 300 steps')
    const rows = text.split('\n').map((line) => line.trim().split(/ {2,}/))
    expect(rows).toContainEqual([
      '128',
      '256',
      '2,000',
      '1,880',
      '[1,860..1,900]',
      '94.0 %',
      '1.546',
      '-27,301',
      '2',
    ])
    expect(rows).toContainEqual([
      '256',
      '256',
      '2,000',
      '2,000',
      '[1,980..2,020]',
      '100.0 %',
      '1.645',
      '-27,301',
      '2',
    ])
    expect(text).toContain(
      'capacity 2,000 bits, 1.645 bits per parameter [1.628..1.661] over 2 seeds; plateau reached (+6.4 %',
    )
    expect(text).not.toContain('Fit over')
  })

  it('fits the capacity line over models', () => {
    const model = (width: number, params: number, seed: number, memorizedBits: number) =>
      exampleRecord({ width, params, seed, memorizedBits })
    const records = [0, 10].flatMap((spread, seed) => [
      model(8, 1000, seed, 2900 + spread),
      model(16, 3000, seed, 8900 + spread),
    ])
    expect(report(records)).toContain(
      'Fit over 2 models: capacity = 3.000·P − 95 bits, slope ± 0.000 (95 %, 2 seeds)',
    )
  })

  it('says when there is nothing to show', () => {
    expect(report([])).toBe('No trial has finished.\n')
  })
})
