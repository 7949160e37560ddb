import { expect, it } from 'vitest'
import { createSight } from './sight'

it('is seen at first, and calls back once for all that was missed out of sight', () => {
  const sight = createSight()
  const called: string[] = []
  const [a, b] = [() => called.push('a'), () => called.push('b')]
  expect(sight.isSeen()).toBe(true)
  sight.see(false)
  expect(sight.isSeen()).toBe(false)
  sight.catchUp(a)
  sight.catchUp(b)
  sight.catchUp(a)
  sight.leave(b)
  sight.see(false)
  expect(called).toEqual([])
  sight.see(true)
  expect(called).toEqual(['a'])
  sight.see(true)
  expect(called).toEqual(['a'])
})
