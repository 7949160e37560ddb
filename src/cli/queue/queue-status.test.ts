import { expect, it } from 'vitest'
import { queueText } from './queue-status'

it('shows what waits, who is at work, and what nobody could do', () => {
  const data = { config: '#capacity?v=1&preset=tiny', keys: ['a', 'b'] }
  const text = queueText(
    {
      waiting: { small: 3, middle: 0, large: 1 },
      delayed: 1,
      active: [{ worker: 'box:7', size: 'large', data, since: 10_000 }],
      dead: [{ worker: '', size: 'small', data: null, since: 0, reason: `stalled\u202e${'x'.repeat(999)}` }],
      records: 5,
    },
    'redis://host:6379',
    75_000,
  )
  const lines = text.split('\n')
  expect(lines).toMatchObject([
    'redis://host:6379',
    'waiting: 3 small, 0 middle, 1 large, 1 of them for another try',
    'at work: 1',
    '  box:7  #capacity?v=1&preset=tiny  2 trials, large  1 min 05 s',
    'dead letters: 1',
    expect.stringMatching(/^ {2}\? {2}0 trials, small: stalled/),
    'records to be collected: 5',
  ])
  expect(text.length).toBeLessThan(600)
})
