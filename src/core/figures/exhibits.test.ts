/** What is told of findings that runs leave open. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '../runs/run'
import type { Trial } from '../sweep/trial'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { loadExhibit, toldFindings } from './exhibits'

const finished = (trial: Trial): Run => ({ state: 'finished', trial, record: exampleRecord(trial) })
const one = exampleTrial({ datasetSize: 8 })
const noLine = (runs: readonly Run[]) =>
  toldFindings('capacity', runs).find(({ id }) => id === 'noLine') ?? expect.fail('nothing is told of a line')

describe('a finding that is not reached', () => {
  beforeAll(() => loadExhibit('capacity').then(() => undefined))

  it('is settled by another preset once these runs are whole', () => {
    expect(noLine([finished(one)])).toMatchObject({ verdict: 'not reached', settledBy: 'quick' })
    const planned: Run = { state: 'planned', trial: exampleTrial({ datasetSize: 16 }) }
    expect(noLine([finished(one), planned])).not.toHaveProperty('settledBy')
  })

  it('is not seen on a visitor’s own text either, and sends to no preset', () => {
    const own = exampleTrial({ source: { id: 'own', cut: 'lines', count: 20, hash: 'f779e5157a3dfaf4' } })
    expect(noLine([finished(own)])).toMatchObject({ verdict: 'not reached' })
    expect(noLine([finished(own)])).not.toHaveProperty('settledBy')
    const told = toldFindings('capacity', [finished(own)])
    expect(told.find(({ id }) => id === 'capacity')).toMatchObject({ verdict: 'seen' })
  })
})
