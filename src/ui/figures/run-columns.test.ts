import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { runRows } from './run-columns'

describe('the table of all runs', () => {
  const plain = exampleRecord(exampleTrial({ datasetSize: 8 }), { measures: { auc: 0.91234 } })
  const decayed = exampleRecord(exampleTrial({ datasetSize: 16, settings: { weightDecay: 0.5 } }))
  const { columns, rows, shared } = runRows([plain, decayed])
  const cell = (row: number, column: string) => rows[row]!.cells[columns.indexOf(column)]

  it('has a column for what varies, and for every result', () => {
    expect(columns.slice(0, 3)).toEqual(['N', 'Batch', 'weightDecay'])
    expect(columns).toContain('Held-out memorised, bits')
    expect(cell(1, 'weightDecay')).toBe('0.5')
    expect(cell(0, 'weightDecay')).toBe('')
    expect(cell(0, 'auc')).toBe('0.912')
    expect(cell(1, 'auc')).toBe('')
    expect(rows.map(({ key }) => key)).toEqual([plain.trialKey, decayed.trialKey])
  })

  it('says once what all runs have in common', () => {
    expect(shared).toMatch(/^Family gpt2, Layers 1, Width 8, Heads 2, .*Steps 300, .*Seed 0$/)
    expect(columns).not.toContain('Steps')
  })

  it('is empty without runs', () => {
    expect(runRows([])).toMatchObject({ rows: [], shared: '' })
  })
})
