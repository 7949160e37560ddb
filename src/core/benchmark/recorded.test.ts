/** What the page shows beside a visitor's machine: every file that was sent in can be read. */
import { expect, it } from 'vitest'
import { recordedReports } from './recorded'

it('are reports, the latest first', () => {
  const dates = recordedReports().map(({ date }) => date)
  expect(dates.length).toBeGreaterThan(0)
  expect(dates).toEqual(dates.toSorted().toReversed())
})
