import { expect, it } from 'vitest'
import { createRoom } from './room'
import { createTabs, MOST_TABS } from './tabs'

const THOUSANDS = 3 * MOST_TABS
const lane = { rate: 1e9, lanes: 1 }
const idOf = (number: number) => `tab ${number}`
const countOf = (isCounted: (tab: string) => boolean): number =>
  Array.from({ length: THOUSANDS }, (_, i) => idOf(i)).filter(isCounted).length

it('remembers so many tabs and no more, whatever they have done, and never forgets one that is there', () => {
  const tabs = createTabs()
  tabs.meet('there', lane, 0)
  for (let i = 0; i < THOUSANDS; i++) {
    tabs.meet(idOf(i), lane, i)
    if (i % 2 === 0) tabs.strike(idOf(i))
    if (i % 3 === 0) tabs.bar(idOf(i))
    else tabs.see(idOf(i), undefined)
  }
  expect(countOf(tabs.has)).toBe(MOST_TABS - 1)
  expect(tabs.has(idOf(THOUSANDS - 1))).toBe(true)
  expect(tabs.has('there')).toBe(true)
})

it('is no larger for thousands that join a class, and go as they like', () => {
  const room = createRoom([
    { key: 'a', work: 1e9 },
    { key: 'b', work: 2e9 },
  ])
  const bar = (tab: string) => void room.expel(tab)
  const ways = [room.leave, bar, (tab: string) => room.lose(tab, 0), bar]
  for (let i = 0; i < THOUSANDS; i++) {
    room.ask(idOf(i), lane, i)
    ways[i % ways.length]!(idOf(i))
  }
  expect(countOf(room.isOut)).toBe(MOST_TABS / 2)
  expect(room.counts(1e9)).toEqual({ cells: 2, done: 0, running: 0, tabs: 0 })
})
