/** What is wrong with a server, or to be known of it, in sentences that never hold a password. */
import { CliError } from '../../cli-error'
import { ADDRESS_VARIABLE } from './address'

/** What BullMQ needs: its scripts use commands that older servers do not have. */
const OLDEST = [6, 2] as const

const NO_SERVER = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/
/** Nobody is there, or somebody who waits for the other protocol. */
const SILENT = /ETIMEDOUT|ECONNRESET|Connection is closed|timeout/i

/** @returns a sentence without any part of the password. */
export function whyNot(error: Error, shown: string): string {
  const { message } = error
  const code = 'code' in error ? String(error.code) : ''
  if (/WRONGPASS|invalid (username-)?password/i.test(message))
    return `${shown} does not take this user and password: see ${ADDRESS_VARIABLE}`
  if (/NOAUTH|without any password|no password is set/i.test(message))
    return /NOAUTH/.test(message)
      ? `${shown} wants a password: set ${ADDRESS_VARIABLE}=redis://user:password@host:port`
      : `${shown} has no password set, and ${ADDRESS_VARIABLE} gives one: set it there, or leave it out here`
  if (/NOPERM/.test(message))
    return `${shown} does not allow this user what the queue needs: all commands but dangerous ones, EVALSHA and INFO, on keys plateau-*`
  if (/CERT|SSL|TLS|self.signed/i.test(`${code} ${message}`))
    return `${shown} has no certificate that this machine trusts (${code || message}): NODE_EXTRA_CA_CERTS names another authority`
  if (/Unknown RESP type/.test(message))
    return `what answers at ${shown} is no Redis or Valkey: set ${ADDRESS_VARIABLE}`
  const isSilent = SILENT.test(`${code} ${message}`)
  if (isSilent || NO_SERVER.test(`${code} ${message}`)) {
    const other = shown.startsWith('rediss:')
      ? 'without TLS is at redis://'
      : 'that wants TLS is at rediss://'
    return `there is no Redis or Valkey at ${shown}${code ? ` (${code})` : ''}: start redis-server there, or set ${ADDRESS_VARIABLE}${isSilent ? `; one ${other}` : ''}`
  }
  return `${shown}: ${message}`
}

/** @param text what `INFO` says. @returns what is to be known of this server. @throws CliError where it is too old. */
export function aboutServer(text: string): string[] {
  const value = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''
  const version = value('redis_version')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new CliError(`this is Redis ${version}; the queue needs ${OLDEST.join('.')} or later`)
  const notes = []
  if (value('aof_enabled') === '0')
    notes.push(
      'This Redis keeps nothing over a restart (appendonly no): what is lost is published and trained again',
    )
  if (value('maxmemory') !== '0' && !/^(noeviction)?$/.test(value('maxmemory_policy')))
    notes.push(
      `This Redis drops keys when it is full (maxmemory-policy ${value('maxmemory_policy')}): set noeviction`,
    )
  return notes
}
