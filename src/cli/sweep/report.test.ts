import { beforeAll, describe, expect, it } from 'vitest'
import { loadExhibit } from '@/core/figures/exhibits'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { report } from './report'

beforeAll(() => Promise.all(['capacity', 'double-descent'].map(loadExhibit)))

describe('the report', () => {
  it('shows the bits by dataset size as mean and range over seeds, and what the model holds', () => {
    const run = (datasetSize: number, seed: number, memorizedBits: number) =>
      exampleRecord(exampleTrial({ datasetSize, seed }), { memorizedBits })
    const text = report([run(256, 1, 1980), run(128, 0, 1900), run(128, 1, 1860), run(256, 0, 2020)])
    expect(text).toContain('gpt2, L 1, d 8, H 2, V 16, S 8: 1,216 parameters, 300 steps')
    const rows = text.split('\n').map((line) => line.trim().split(/ {2,}/))
    expect(rows).toContainEqual([
      '128',
      '4,096',
      '3,200',
      '1,880',
      '[1,860..1,900]',
      '58.8 %',
      '1.546',
      '−27,301',
      '2',
    ])
    expect(rows).toContainEqual([
      '256',
      '8,192',
      '6,144',
      '2,000',
      '[1,980..2,020]',
      '32.6 %',
      '1.645',
      '−27,301',
      '2',
    ])
    expect(text).toMatch(
      /^agrees: Full at about 2,000 bits.*\n {2}The model of 1,216 parameters held 2,000 bits/m,
    )
    expect(text).toMatch(
      /^not reached: .*\n {2}With several widths a line is fitted.* --preset quick would tell\.$/m,
    )
  })

  it('keeps runs with other settings or strings apart, and says what their experiment finds', () => {
    const run = (datasetSize: number, weightDecay: number, heldoutBitsPerToken: number) =>
      exampleRecord(
        exampleTrial({
          experiment: 'double-descent',
          source: { id: 'markov', concentration: 0.3 },
          datasetSize,
          settings: { weightDecay },
        }),
        { heldoutBitsPerToken },
      )
    const text = report([run(8, 0.01, 5), run(16, 0.01, 9), run(32, 0.01, 4), run(16, 0.5, 4)])
    expect(text).toContain('300 steps, markov-0.3, weightDecay 0.01\n')
    expect(text).toContain('300 steps, markov-0.3, weightDecay 0.5\n')
    expect(text).toMatch(/The test loss is highest, 9\.0 bits per token \(one seed\)/)
  })

  it('says when there is nothing to show', () => {
    expect(report([])).toBe('No trial has finished.\n')
  })
})
