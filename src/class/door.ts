/** Who comes in: with a token of this class, of a build that trains the same, not too many at once from one address, and from no other site. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type Entry, type Refusal, ROOM_BUILD } from '@/core/room/messages'
import type { Role } from '@/core/room/room-hash'
import { entrySchema } from './read-messages'

export type Tokens = Readonly<Record<Role, string>>

/** 128 bits. */
const drawToken = (): string => randomBytes(16).toString('base64url')

export const drawTokens = (): Tokens => ({ join: drawToken(), front: drawToken() })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** In the same time, wherever two texts differ first. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** @param auth as it came. @returns why it does not get in, in place of what it says of itself. */
export function readEntry(auth: unknown, tokens: Tokens, isOut: (tab: string) => boolean): Entry | Refusal {
  const read = entrySchema.safeParse(auth)
  if (!read.success) return 'token'
  const { role, token, tab, build } = read.data
  if (!isSame(token, tokens[role])) return 'token'
  if (build !== ROOM_BUILD) return 'build'
  return isOut(tab) ? 'out' : { role, token, tab, build }
}

/** A page of another site names that site. Whoever names none is no page of another site. */
export function isOwnOrigin({ headers: { origin, host } }: Pick<IncomingMessage, 'headers'>): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

export interface Limits {
  /** By address, a minute: a whole school may be one. */
  readonly joinsPerMinute: number
  /** By tab, in five seconds. */
  readonly calls: number
  /** Bytes. */
  readonly message: number
  readonly connections: number
}

export const LIMITS: Limits = { joinsPerMinute: 200, calls: 40, message: 256 * 1024, connections: 500 }

/** How often something may happen. Keys that are not heard of again are forgotten. */
export interface Allowance {
  /** @returns whether it may happen once more. */
  take(key: string): Promise<boolean>
}

export function createAllowance(points: number, seconds: number): Allowance {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return {
    take: (key) =>
      limiter.consume(key).then(
        () => true,
        () => false,
      ),
  }
}
