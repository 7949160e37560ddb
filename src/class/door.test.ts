import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ROOM_BUILD } from '@/core/room/messages'
import { printRoomHash, readRoomHash } from '@/core/room/room-hash'
import { parseClassArgs } from './args'
import { createAllowance, drawTokens, isOwnOrigin, readEntry } from './door'
import { lanAddresses, newsText, qrText } from './terminal'

describe('the door', () => {
  const tokens = drawTokens()
  const entry = { role: 'join', token: tokens.join, tab: 'x'.repeat(22), build: ROOM_BUILD }
  const read = (changes: object) => readEntry({ ...entry, ...changes }, tokens, (tab) => tab.startsWith('o'))

  it('knows its tokens, which are 128 bits and fit a link', () => {
    expect(read({})).toEqual(entry)
    expect(new Set([tokens.join, tokens.front, drawTokens().join]).size).toBe(3)
    expect(readRoomHash(printRoomHash({ role: 'join', token: tokens.join }))?.token).toBe(tokens.join)
  })

  it.each([
    [{ token: tokens.front }, 'token'],
    [{ token: '' }, 'token'],
    [{ token: undefined }, 'token'],
    [{ token: 'x'.repeat(1e6) }, 'token'],
    [{ role: 'teacher' }, 'token'],
    [{ tab: 'Mia' }, 'token'],
    [{ build: 'r0-s1' }, 'build'],
    [{ tab: 'o'.repeat(22) }, 'out'],
  ])('stays shut for %j', (changes, why) => {
    expect(read(changes)).toBe(why)
  })

  it.each([
    [undefined, true],
    ['http://192.168.1.5:4040', true],
    ['http://192.168.1.5:4041', false],
    ['https://elsewhere.example', false],
    ['null', false],
  ])('takes a page of %s: %s', (origin, may) => {
    expect(isOwnOrigin({ headers: { host: '192.168.1.5:4040', ...(origin ? { origin } : {}) } })).toBe(may)
  })

  it('counts for each key on its own', async () => {
    const allowance = createAllowance(2, 5)
    const answers = [await allowance.take('a'), await allowance.take('a'), await allowance.take('a')]
    expect([...answers, await allowance.take('b')]).toEqual([true, true, false, true])
  })

  it('forgets whoever is not heard of again', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const allowance = createAllowance(2, 5)
    for (let i = 0; i < 1000; i++) await allowance.take(`tab ${i}`)
    // Each key that is remembered has a timer.
    expect(vi.getTimerCount()).toBe(1000)
    vi.advanceTimersByTime(5000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the command', () => {
  it('takes a sweep and a file, and leaves this machine only when it is told to', () => {
    expect(parseClassArgs(['#capacity?v=1&preset=class', '--out', 'class.jsonl'])).toMatchObject({
      presetId: 'class',
      out: 'class.jsonl',
      lan: false,
      port: 4040,
    })
    expect(
      parseClassArgs(['capacity', '--preset', 'class', '--out', 'a', '--lan', '--port', '0']),
    ).toMatchObject({
      presetId: 'class',
      lan: true,
      port: 0,
    })
  })

  it.each([
    [[], /^say what to train/],
    [['capacity'], /^--out is missing/],
    [['juggling', '--out', 'a'], /juggling/],
    [['capacity', '--out', 'a', '--port', '99999'], /^--port/],
    [['capacity', '--out', 'a', '--loud'], /--loud/],
    [['#capacity?v=1&preset=class&source=own-lines-20-x&text=abc', '--out', 'a'], /own/],
  ])('says what is wrong with %j', (argv, sentence) => {
    const parsed = parseClassArgs(argv)
    expect(typeof parsed === 'object' && 'problems' in parsed ? parsed.problems[0] : '').toMatch(sentence)
  })
})

describe('the terminal', () => {
  it('names addresses of the network, and not this machine’s own', () => {
    const rest = { netmask: '', mac: '', cidr: null }
    expect(
      lanAddresses({
        lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true, ...rest }],
        wlan: [
          { address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2, ...rest },
          { address: '192.168.1.5', family: 'IPv4', internal: false, ...rest },
        ],
      }),
    ).toEqual(['192.168.1.5'])
  })

  it('draws a square code with a light border', () => {
    const lines = qrText('http://192.168.1.5:4040/#class?join=abcdefghijklmnopqrstuv').split('\n')
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
    expect(Math.abs(2 * lines.length - lines[0]!.length)).toBeLessThanOrEqual(1)
    expect(lines[0]).toMatch(/^█+$/)
  })

  it('counts', () => {
    expect(newsText({ cells: 84, done: 41, tabs: 12, doubted: 3 })).toBe('41 of 84 runs, 12 tabs, 3 to check')
    expect(newsText({ cells: 84, done: 84, tabs: 1, doubted: 0 })).toBe('84 of 84 runs, 1 tab')
  })
})
