/** Commands that Redis refuses for a while are tried again until it takes them: a sweep waits, and nothing is lost. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Note } from '../../hosts/host'

/** By how the server's answer begins. */
const REASONS: Readonly<Record<string, string>> = {
  OOM: 'Redis is full: give it more memory (maxmemory), or clear what else it holds. The sweep waits',
  MISCONF: 'Redis cannot write to its disk. The sweep waits',
  LOADING: 'Redis is reading its files. The sweep waits',
  READONLY: 'this Redis only reads: it is a replica. The sweep waits',
}

const LONGEST_MS = 5000

/** @returns the sentence for an answer that may be another in a while; undefined for one that stays. */
export function waitingFor(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : ''
  // A script's error names the command first.
  const [, name] = /(?:^|\s|-)(OOM|MISCONF|LOADING|READONLY)\b/.exec(message) ?? []
  return name === undefined ? undefined : REASONS[name]
}

export type Patient = <Value>(command: () => Promise<Value>) => Promise<Value>

/** @param firstMs wait before the second try. @param note told once for each time of waiting. */
export function createPatience(firstMs: number, note: Note): Patient {
  let said: string | undefined
  return async (command) => {
    for (let wait = firstMs; ; wait = Math.min(2 * wait, LONGEST_MS)) {
      try {
        const value = await command()
        if (said !== undefined) note('Redis takes it again')
        said = undefined
        return value
      } catch (error) {
        const reason = waitingFor(error)
        if (reason === undefined) throw error
        if (reason !== said) note(reason)
        said = reason
        await pause(wait)
      }
    }
  }
}
