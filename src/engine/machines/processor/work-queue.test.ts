/** Order, slices and failures, by a clock that each piece moves on by itself. */
import { expect, it } from 'vitest'
import { yieldToEvents } from '../../async/yield-to-events'
import { createWorkQueue } from './work-queue'

function begin() {
  let ms = 0
  const said: string[] = []
  const queue = createWorkQueue(() => ms)
  const pieces = (name: string, count: number, each: number) =>
    Array.from({ length: count }, (_, i) => () => {
      ms += each
      said.push(`${name}${i + 1}`)
    })
  return { queue, said, pieces }
}

it('does at once what a slice holds', async () => {
  const { queue, said, pieces } = begin()
  queue.work(pieces('a', 2, 10), 2)
  queue.act(() => said.push('act'))
  expect(said).toEqual(['a1', 'a2', 'a1', 'a2', 'act'])
  expect(queue.idle).toBe(true)
  expect(await queue.reached(() => said.length)).toBe(5)
})

it('lets others speak after each slice, and keeps the order', async () => {
  const { queue, said, pieces } = begin()
  queue.work(pieces('a', 4, 30), 1)
  expect(said).toEqual(['a1', 'a2'])
  expect(queue.idle).toBe(false)
  queue.act(() => said.push('act'))
  queue.work(pieces('b', 2, 60), 1)
  const read = queue.reached(() => [...said])
  queue.work(pieces('c', 1, 1), 1)
  expect(said).toEqual(['a1', 'a2'])
  await yieldToEvents()
  said.push('somebody else')
  const early = ['a1', 'a2', 'a3', 'a4', 'somebody else', 'act', 'b1', 'b2']
  expect(await read).toEqual(early)
  await queue.reached(() => undefined)
  expect(said).toEqual([...early, 'c1'])
})

it('drops work, never acts', async () => {
  const { queue, said, pieces } = begin()
  queue.work(pieces('a', 4, 60), 1)
  queue.act(() => said.push('act'))
  queue.work(pieces('b', 1, 1), 1)
  const read = queue.reached(() => 'read')
  queue.drop()
  expect(said).toEqual(['a1', 'act'])
  expect(await read).toBe('read')
  await yieldToEvents()
  queue.work(pieces('c', 1, 1), 1)
  expect(said).toEqual(['a1', 'act', 'c1'])
})

it('fails with what a piece threw, at once or where its end is awaited, and does no more work', async () => {
  const { queue, said, pieces } = begin()
  const fail = () => {
    throw new Error('no memory')
  }
  expect(() => queue.work([fail], 1)).toThrow('no memory')
  expect(() => queue.work(pieces('a', 1, 1), 1)).toThrow('no memory')
  const later = begin()
  later.queue.work([...later.pieces('a', 1, 60), fail, ...later.pieces('b', 1, 1)], 1)
  later.queue.act(() => later.said.push('act'))
  await expect(later.queue.reached(() => 'read')).rejects.toThrow('no memory')
  expect(later.said).toEqual(['a1', 'act'])
  expect(said).toEqual([])
})

it('rejects with what a read throws, also where it waited, and goes on', async () => {
  const { queue, said, pieces } = begin()
  const fail = () => {
    throw new Error('no room for the values')
  }
  await expect(queue.reached(fail)).rejects.toThrow('no room')
  queue.work(pieces('a', 2, 60), 1)
  await expect(queue.reached(fail)).rejects.toThrow('no room')
  expect(await queue.reached(() => said.length)).toBe(2)
})

it('holds what comes after a meeting until that is over, and its own part once', async () => {
  const { queue, said, pieces } = begin()
  let arrived = false
  queue.work(pieces('a', 1, 60), 1)
  queue.meet({ begin: () => said.push('begin'), end: () => arrived })
  queue.work(pieces('b', 1, 60), 1)
  const read = queue.reached(() => [...said])
  await yieldToEvents()
  queue.wake()
  await yieldToEvents()
  expect(said).toEqual(['a1', 'begin'])
  expect(queue.idle).toBe(false)
  arrived = true
  queue.wake()
  expect(await read).toEqual(['a1', 'begin', 'b1'])
  queue.wake()
  expect(queue.idle).toBe(true)
})

it('passes a meeting for which the others wait already, and drops one that nobody comes to', async () => {
  const { queue, said, pieces } = begin()
  queue.meet({ begin: () => said.push('begin'), end: () => true })
  queue.work(pieces('a', 1, 1), 1)
  expect(said).toEqual(['begin', 'a1'])
  queue.meet({ begin: () => undefined, end: () => false })
  queue.act(() => said.push('act'))
  queue.drop()
  expect(said).toEqual(['begin', 'a1', 'act'])
  queue.work(pieces('b', 1, 1), 1)
  expect(said.at(-1)).toBe('b1')
})
