import { describe, expect, it } from 'vitest'
import { createTurns } from './turns'

/** Tasks that run when the test says so. */
function tasks() {
  const queue: (() => void)[] = []
  const turns = createTurns((callback) => queue.push(callback))
  return { turns, queue, run: () => queue.shift()?.() }
}

describe('turns', () => {
  it('calls one back in each task, in the order in which they came', () => {
    const { turns, queue, run } = tasks()
    const called: string[] = []
    for (const name of ['a', 'b', 'c']) turns.wait(() => called.push(name))
    expect(called).toEqual([])
    run()
    expect(called).toEqual(['a'])
    run()
    run()
    expect(called).toEqual(['a', 'b', 'c'])
    expect(queue).toEqual([])
  })

  it('calls back once who asked several times, and leaves out who has left', () => {
    const { turns, queue, run } = tasks()
    const called: string[] = []
    const a = () => called.push('a')
    const b = () => called.push('b')
    turns.wait(a)
    turns.wait(b)
    turns.wait(a)
    turns.leave(b)
    while (queue.length > 0) run()
    expect(called).toEqual(['a'])
  })

  it('takes who asks while another has its turn, and goes on after one that fails', () => {
    const { turns, queue, run } = tasks()
    const called: string[] = []
    turns.wait(() => {
      turns.wait(() => called.push('again'))
      throw new Error('cannot be drawn')
    })
    turns.wait(() => called.push('b'))
    expect(run).toThrow('cannot be drawn')
    expect(queue).toHaveLength(1)
    while (queue.length > 0) run()
    expect(called).toEqual(['b', 'again'])
  })
})
