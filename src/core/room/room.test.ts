import { describe, expect, it } from 'vitest'
import { createRoom } from './room'

const GIGA = 1e9
/** Cells that a lane of 1 GFLOP/s trains in 1, 2, … seconds. */
const cells = (...seconds: number[]) => seconds.map((work, i) => ({ key: `cell ${i}`, work: work * GIGA }))
const lane = { rate: GIGA, lanes: 1 }
const LONG = 10 * 60_000

describe('a room', () => {
  it('gives every cell once, and says when all are done', () => {
    const room = createRoom(cells(1, 2, 3))
    const got: string[] = []
    for (let now = 0; now < 10_000; now += 1000)
      for (const key of room.ask('a', lane, now)) {
        got.push(key)
        expect(room.deliver('a', key, now + 900)).toBe('taken')
      }
    expect(got.toSorted()).toEqual(['cell 0', 'cell 1', 'cell 2'])
    expect(room.counts(10_000)).toEqual({ cells: 3, done: 3, running: 0, tabs: 1 })
  })

  it('gives a tab what it holds already, where an answer was lost', () => {
    const room = createRoom(cells(1, 2, 3))
    const first = room.ask('a', lane, 0)
    expect(room.ask('a', lane, 100)).toEqual(first)
  })

  it('never gives a phone the longest cell while a faster tab is there', () => {
    const room = createRoom(cells(1, 1, 1, 100, 90))
    expect(room.ask('fast', { rate: 10 * GIGA, lanes: 1 }, 0)).toEqual(['cell 3'])
    expect(room.ask('phone', { rate: 0.1 * GIGA, lanes: 4 }, 1)).not.toContain('cell 4')
    expect(room.ask('fast', { rate: 10 * GIGA, lanes: 2 }, 2)).toContain('cell 4')
  })

  it('gives the longest to whoever is there, where nobody is faster', () => {
    expect(createRoom(cells(1, 100)).ask('phone', { rate: 1e7, lanes: 1 }, 0)).toEqual(['cell 1'])
  })

  it('copies at the end what a slow tab holds, and takes the first record', () => {
    const room = createRoom(cells(100))
    room.ask('phone', { rate: 0.1 * GIGA, lanes: 1 }, 0)
    expect(room.ask('fast', { rate: 10 * GIGA, lanes: 1 }, 10)).toEqual(['cell 0'])
    expect(room.ask('slower', { rate: 0.1 * GIGA, lanes: 1 }, 20)).toEqual([])
    expect(room.deliver('fast', 'cell 0', 10_000)).toBe('taken')
    expect(room.deliver('phone', 'cell 0', 900_000)).toBe('known')
    expect(room.doneBy('cell 0')).toBe('fast')
  })

  it('opens the cell of a tab that is not heard of, and welcomes its record all the same', () => {
    const room = createRoom(cells(10))
    expect(room.ask('asleep', lane, 0)).toEqual(['cell 0'])
    expect(room.counts(LONG)).toMatchObject({ running: 0, tabs: 0 })
    expect(room.ask('b', lane, LONG)).toEqual(['cell 0'])
    expect(room.deliver('asleep', 'cell 0', LONG + 1)).toBe('taken')
    expect(room.deliver('b', 'cell 0', LONG + 2)).toBe('known')
  })

  it('leaves a slow tab its cell while it gives signs of life, but not for ever', () => {
    const room = createRoom(cells(10))
    room.ask('hot', lane, 0)
    let now = 0
    for (; now < 100_000; now += 10_000) room.beat('hot', now)
    expect(room.counts(now).running).toBe(1)
    for (; now < LONG; now += 10_000) room.beat('hot', now)
    expect(room.counts(now).running).toBe(0)
  })

  it('gives a lost connection ten seconds', () => {
    const room = createRoom(cells(100, 100))
    room.ask('back', lane, 0)
    room.ask('gone', lane, 0)
    room.lose('back', 1000)
    room.lose('gone', 1000)
    room.beat('back', 6000)
    expect(room.counts(12_000)).toMatchObject({ running: 1, tabs: 1 })
  })

  it('frees at once what a tab held that leaves', () => {
    const room = createRoom(cells(1))
    room.ask('a', lane, 0)
    room.leave('a')
    expect(room.ask('b', lane, 1)).toEqual(['cell 0'])
  })

  it('does not believe for long in a speed that is only claimed', () => {
    const room = createRoom(cells(100, 90, 80))
    const boaster = { rate: 1e30, lanes: 1 }
    expect(room.ask('boaster', boaster, 0)).toEqual(['cell 0'])
    // Its lease is over after the grace alone, and then it is known to be slow.
    room.ask('boaster', boaster, 30_000)
    expect(room.ask('honest', { rate: 10 * GIGA, lanes: 3 }, 70_000)).toContain('cell 0')
  })

  it('measures a tab by what it delivers', () => {
    const room = createRoom(cells(1, 1, 50, 60))
    room.ask('boaster', { rate: 1e13, lanes: 1 }, 0)
    room.deliver('boaster', 'cell 3', 20_000)
    expect(room.ask('fast', { rate: 100 * GIGA, lanes: 1 }, 20_001)).toEqual(['cell 2'])
    expect(room.ask('boaster', { rate: 1e13, lanes: 1 }, 20_002)).not.toContain('cell 2')
  })

  it('holds more than eight cells for nobody', () => {
    const many = cells(...Array.from({ length: 20 }, () => 1))
    expect(createRoom(many).ask('a', { rate: GIGA, lanes: 99 }, 0)).toHaveLength(8)
  })

  it('bars a tab at its third offence, and opens all that it has done', () => {
    const room = createRoom(cells(1, 2, 3))
    for (const key of room.ask('liar', { rate: GIGA, lanes: 2 }, 0)) room.deliver('liar', key, 10)
    room.deliver('b', 'cell 0', 20)
    expect([room.strike('liar'), room.strike('liar'), room.strike('liar')]).toEqual([false, false, true])
    expect(room.expel('liar').toSorted()).toEqual(['cell 1', 'cell 2'])
    expect(room.isOut('liar')).toBe(true)
    expect(room.ask('liar', lane, 30)).toEqual([])
    expect(room.counts(30)).toEqual({ cells: 3, done: 1, running: 0, tabs: 0 })
  })

  it('opens a cell whose record is taken back', () => {
    const room = createRoom(cells(1), [['cell 0', 'a file']])
    expect(room.ask('a', lane, 0)).toEqual([])
    room.takeBack('cell 0')
    expect(room.ask('a', lane, 0)).toEqual(['cell 0'])
  })

  it('knows no cell of another sweep', () => {
    expect(createRoom(cells(1)).deliver('a', 'cell 9', 0)).toBe('foreign')
  })
})
