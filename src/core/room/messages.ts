/** What crosses between the tabs of a class and its server: plain data. The server reads all of it with distrust (`class/read-messages.ts`). */
import { RECIPE } from '../model/recipe'
import { RESULT_SCHEMA_VERSION, type TrialRecord } from '../results/result'
import type { Role } from './room-hash'
import type { Speed } from './tabs'

/** Where the server listens for sockets, relative to the page. */
export const SOCKET_PATH = 'class-socket/'

/** Builds that train the same trials to the same records: others are refused at the door. */
export const ROOM_BUILD = `r${RECIPE.version}-s${RESULT_SCHEMA_VERSION}`

/** How a tab asks to be let in. */
export interface Entry {
  readonly role: Role
  readonly token: string
  /** Drawn by the tab, and all that is known of it. */
  readonly tab: string
  readonly build: string
}

/** Why the door stays shut, or is shown to a tab. */
export type Refusal = 'token' | 'build' | 'out' | 'full'

export interface Welcome {
  /** The sweep, as a permalink. */
  readonly config: string
  /** For the front: the address by which tabs join. */
  readonly address?: string | undefined
}

export interface ClassNews {
  readonly cells: number
  readonly done: number
  /** Tabs that train or wait for a cell. */
  readonly tabs: number
  /** Records that the server will train again, to see whether they are true. */
  readonly doubted: number
}

/** Where a call was not taken: too many in a short time, or not to be understood. */
export interface NotTaken {
  readonly status: 'slow down' | 'mistaken' | 'out'
}

export interface Granted {
  readonly status: 'granted'
  /** Trial keys; none where the tab does best to wait. */
  readonly keys: readonly string[]
}

export interface Received {
  readonly status: 'taken' | 'known'
}

export interface TabCalls {
  ask(speed: Speed, answer: (granted: Granted | NotTaken) => void): void
  /** A sign of life while it trains. */
  beat(): void
  record(record: TrialRecord, answer: (received: Received | NotTaken) => void): void
  /** A trial has no result: its loss stopped being a number. */
  failed(trialKey: string): void
  leave(): void
}

export interface ServerCalls {
  welcome(welcome: Welcome): void
  news(news: ClassNews): void
  /** For the front. */
  records(records: readonly TrialRecord[]): void
  /** For the front: these were false. */
  withdrawn(trialKeys: readonly string[]): void
  /** The tab is told to go. */
  out(): void
}
