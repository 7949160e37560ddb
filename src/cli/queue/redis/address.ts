/** Where the queue is: by the environment, because everybody on a machine can read the command lines of its processes. */
import { CliError, EXIT } from '../../cli-error'

export const ADDRESS_VARIABLE = 'PLATEAU_QUEUE'
const LOCAL = 'redis://127.0.0.1:6379'

export interface QueueAddress {
  /** With its password. */
  readonly url: string
  /** Without it: what may be printed. */
  readonly shown: string
  /** Whether a password crosses a network that anybody may listen to. */
  readonly isOpen: boolean
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** @throws CliError for what is no address of a Redis. */
export function queueAddress(environment: NodeJS.ProcessEnv = process.env): QueueAddress {
  const text = environment[ADDRESS_VARIABLE] || LOCAL
  const url = URL.canParse(text) ? new URL(text) : undefined
  // The text may hold a password: it is not repeated.
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new CliError(
      `${ADDRESS_VARIABLE} is no address of a Redis or Valkey: write redis://host:6379, or rediss://user:password@host:6379`,
      EXIT.usage,
    )
  const user = url.username === '' ? '' : `${url.username}@`
  return {
    url: text,
    shown: `${url.protocol}//${user}${url.hostname}:${url.port || '6379'}`,
    isOpen: url.protocol === 'redis:' && !LOOPBACK.test(url.hostname),
  }
}
