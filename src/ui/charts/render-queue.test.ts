import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../testing/fake-clock'
import { createRenderQueue } from './render-queue'

function setUp() {
  const clock = createFakeClock()
  const queue = createRenderQueue(clock)
  const drawn: string[] = []
  const draw = (text: string) => () => void drawn.push(text)
  return { clock, queue, drawn, draw }
}

describe('the render queue', () => {
  it('draws one chart in each task, in the order in which they were asked for', () => {
    const { clock, queue, drawn, draw } = setUp()
    for (const chart of ['a', 'b', 'c']) queue.request(chart, draw(chart))
    expect(drawn).toEqual([])
    clock.runTask()
    expect(drawn).toEqual(['a'])
    clock.pass(0)
    expect(drawn).toEqual(['a', 'b', 'c'])
    expect(clock.runTask()).toBe(false)
  })

  it('draws a chart that asks several times once, with the latest state, in its first place', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.request('a', draw('old a'))
    queue.request('b', draw('b'))
    queue.request('a', draw('new a'))
    queue.request('c', draw('c'))
    queue.cancel('c')
    clock.pass(0)
    expect(drawn).toEqual(['new a', 'b'])
  })

  it('takes requests while it draws, and goes on after a chart that fails', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.request('a', () => {
      queue.request('a', draw('a again'))
      throw new Error('cannot be drawn')
    })
    queue.request('b', draw('b'))
    expect(() => clock.runTask()).toThrow('cannot be drawn')
    clock.pass(0)
    expect(drawn).toEqual(['b', 'a again'])
  })

  it('waits with what is not due yet, and draws the others meanwhile', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.request('later', draw('later'), { notBefore: 100 })
    queue.request('now', draw('now'))
    clock.pass(0)
    expect(drawn).toEqual(['now'])
    clock.pass(99)
    expect(drawn).toEqual(['now'])
    clock.pass(1)
    expect(drawn).toEqual(['now', 'later'])
  })

  it('leaves charts out of view until they come into view', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.setInView('below', false)
    queue.request('below', draw('old'))
    queue.request('below', draw('new'))
    queue.request('above', draw('above'))
    clock.pass(1000)
    expect(drawn).toEqual(['above'])
    queue.setInView('below', true)
    clock.pass(0)
    expect(drawn).toEqual(['above', 'new'])
  })

  it('draws charts out of view after those in view where they may not wait', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.setInView('below', false)
    queue.request('below', draw('below'), { evenOutOfView: true })
    queue.request('first', draw('first'))
    queue.request('second', draw('second'))
    clock.pass(0)
    expect(drawn).toEqual(['first', 'second', 'below'])
  })

  it('draws a chart, or all of them, at once when told to', () => {
    const { clock, queue, drawn, draw } = setUp()
    queue.setInView('a', false)
    for (const chart of ['a', 'b', 'c']) queue.request(chart, draw(chart), { notBefore: 50 })
    queue.drawNow('b')
    queue.drawNow('b')
    expect(drawn).toEqual(['b'])
    queue.drawAll()
    expect(drawn).toEqual(['b', 'a', 'c'])
    clock.pass(1000)
    expect(drawn).toEqual(['b', 'a', 'c'])
  })
})
