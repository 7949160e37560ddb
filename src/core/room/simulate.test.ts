import { describe, expect, it } from 'vitest'
import { trialFlop } from '../sweep/estimate'
import { presetById } from '../sweep/experiment'
import { experimentById } from '../sweep/experiments'
import type { Cell } from './cells'
import { queueDealer, roomDealer, type SimulatedTab, simulateClass } from './simulate'

const capacity = experimentById('capacity')
const cellsOf = (preset: string): Cell[] =>
  capacity
    .plan(presetById(capacity, preset).config)
    .map((trial) => ({ key: trial.key, work: trialFlop(trial) }))

const of = (count: number, tab: SimulatedTab): SimulatedTab[] => Array.from({ length: count }, () => tab)
/** Thirty tabs of three speeds (a GFLOP/s is 1e9): phones, laptops, fast machines. */
const CLASS = [
  ...of(10, { rate: 0.8e9, lanes: 4 }),
  ...of(15, { rate: 4e9, lanes: 4 }),
  ...of(5, { rate: 8e9, lanes: 8 }),
]
/** Everybody within half a minute, in an order drawn from a seed. */
function gathering(seed: number): SimulatedTab[] {
  let state = seed
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return CLASS.map((tab) => ({ ...tab, joinsAt: 30_000 * next() }))
}

describe('a class of thirty, in simulated time', () => {
  it.each([1, 2, 3])('is through seven times sooner than by a queue, however it gathers (%i)', (seed) => {
    const cells = cellsOf('lecture')
    const tabs = gathering(seed)
    const queue = simulateClass(cells, tabs, queueDealer(cells))
    const room = simulateClass(cells, tabs, roomDealer(cells))
    expect(queue.endMs / room.endMs).toBeGreaterThan(7)
    expect(room.work).toBeLessThan(1.5)
  })

  it.each([
    ['phones', 0],
    ['laptops', 10],
    ['fast machines', 25],
  ])('waits for no phone: the longest cell on the fastest machine bounds it (%s come first)', (_, first) => {
    const cells = cellsOf('lecture')
    const bound = (1000 * Math.max(...cells.map(({ work }) => work))) / 8e9
    const tabs = [...CLASS.slice(first), ...CLASS.slice(0, first)]
    expect(simulateClass(cells, tabs, roomDealer(cells)).endMs).toBeLessThan(1.1 * bound)
  })

  it('covers tabs that are closed while they train', () => {
    const cells = cellsOf('quick')
    const closed = CLASS.map((tab, i) => (i % 3 === 0 ? { ...tab, closesAt: 4000 } : tab))
    const { delivered } = simulateClass(cells, closed, roomDealer(cells))
    expect(delivered).toBeGreaterThanOrEqual(cells.length)
    expect(() => simulateClass(cells, closed, queueDealer(cells))).toThrow('does not end')
  })

  it('trains nothing twice where nobody is faster', () => {
    const cells = cellsOf('tiny')
    const alone = simulateClass(cells, of(1, { rate: 0.8e9, lanes: 1 }), roomDealer(cells))
    expect(alone.delivered).toBe(cells.length)
    expect(simulateClass(cells, of(3, { rate: 1e9, lanes: 1 }), roomDealer(cells)).work).toBeLessThan(1.1)
  })
})
