import { describe, expect, it } from 'vitest'
import { queueAddress } from './address'
import { createPatience } from './patience'
import { aboutServer, whyNot } from './server-words'

const shown = 'redis://host:6379'

describe('the address of the queue', () => {
  it('is this machine unless given, and is shown without its password', () => {
    expect(queueAddress({})).toMatchObject({ shown: 'redis://127.0.0.1:6379', isOpen: false })
    const given = queueAddress({ PLATEAU_QUEUE: 'rediss://user:secret@host' })
    expect(given).toEqual({
      url: 'rediss://user:secret@host',
      shown: 'rediss://user@host:6379',
      isOpen: false,
    })
    expect(queueAddress({ PLATEAU_QUEUE: 'redis://10.0.0.7:6380' }).isOpen).toBe(true)
  })

  it.each(['http://user:secret@host', 'secret', 'redis://'])('is not %s, which is not repeated', (text) => {
    expect(() => queueAddress({ PLATEAU_QUEUE: text })).toThrow(/^PLATEAU_QUEUE is no address of a Redis/)
  })
})

describe('a server', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:6379', 'there is no Redis or Valkey at'],
    ['read ECONNRESET', 'one that wants TLS is at rediss://'],
    ['Unknown RESP type 72 "H". Please report this.', 'is no Redis or Valkey'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'does not take this user and password'],
    ['NOAUTH Authentication required.', 'wants a password'],
    ['ERR AUTH <password> called without any password configured', 'has no password set'],
    ["NOPERM this user has no permissions to run the 'info' command", 'does not allow this user'],
    ['self-signed certificate', 'no certificate that this machine trusts'],
    ['ERR something else', 'ERR something else'],
  ])('that answers "%s"', (message, sentence) => {
    expect(whyNot(new Error(message), shown)).toContain(sentence)
    expect(whyNot(new Error(message), shown)).toContain(shown)
  })

  it('is told of where it is too old, forgets, or drops keys', () => {
    const info = (lines: readonly string[]) => lines.join('\r\n')
    expect(() => aboutServer(info(['redis_version:6.0.16']))).toThrow('this is Redis 6.0.16')
    const fine = ['redis_version:7.0.15', 'aof_enabled:1', 'maxmemory:0', 'maxmemory_policy:noeviction']
    expect(aboutServer(info(fine))).toEqual([])
    const bad = ['redis_version:6.2.0', 'aof_enabled:0', 'maxmemory:1000', 'maxmemory_policy:allkeys-lru']
    expect(aboutServer(info(bad))).toEqual([
      expect.stringContaining('appendonly no'),
      expect.stringContaining('set noeviction'),
    ])
  })

  it('that is full is asked again until it has room, and no other failure is', async () => {
    const notes: string[] = []
    const patient = createPatience(1, (text) => notes.push(text))
    let tries = 0
    const command = () =>
      ++tries < 4
        ? Promise.reject(new Error("OOM command not allowed when used memory > 'maxmemory'."))
        : Promise.resolve(tries)
    expect(await patient(command)).toBe(4)
    expect(notes).toEqual([expect.stringContaining('Redis is full'), 'Redis takes it again'])
    await expect(patient(() => Promise.reject(new Error('ERR wrong')))).rejects.toThrow('ERR wrong')
  })
})
