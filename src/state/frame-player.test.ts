import { expect, it } from 'vitest'
import { createFramePlayer } from './frame-player'

function createPlayer() {
  let time = 0
  let available = -1
  const waiting: (() => void)[] = []
  const shown: number[] = []
  const player = createFramePlayer(
    { now: () => time, onNextFrame: (callback) => void waiting.push(callback) },
    () => available,
    (index) => shown.push(index),
  )
  return {
    player,
    shown,
    waiting,
    has(last: number) {
      available = last
      player.wake()
    },
    draw(ms = 1000 / 60) {
      time += ms
      for (const callback of waiting.splice(0)) callback()
    },
  }
}

it('shows frames at its pace, however fast they came', () => {
  const { player, has, draw, shown } = createPlayer()
  player.play(50)
  has(9)
  for (let i = 0; i < 13; i++) draw()
  expect(shown).toEqual([0, 1, 2, 3, 4])
})

it('shows frames that come slowly as they come, and waits without drawing', () => {
  const { player, has, draw, shown, waiting } = createPlayer()
  player.play(20)
  has(0)
  draw()
  expect(waiting, 'nothing to wait for').toHaveLength(0)
  draw(500)
  has(1)
  draw()
  has(2)
  draw()
  expect(shown).toEqual([0, 1, 2])
})

it('does not leap where the tab was hidden, and begins anew when it is asked to', () => {
  const { player, has, draw, shown } = createPlayer()
  player.play(50)
  has(99)
  draw()
  draw(60_000)
  expect(shown.at(-1)).toBeLessThan(4)
  player.play(0)
  draw()
  expect(shown.at(-1)).toBe(99)
})
