/** A class for tests: on loopback, on a port of its own, with a clock that runs as fast as they like and a lane that knows the truth at once. */
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { PROCESSOR_NUMERICS } from '@/core/backends'
import { uniformCeilingBits } from '@/core/metrics/bits'
import type { TrialRecord } from '@/core/results/result'
import { type ClassNews, type Entry, ROOM_BUILD, SOCKET_PATH } from '@/core/room/messages'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { openClassFile } from '../class-file'
import { drawTokens, LIMITS, type Limits, type Tokens } from '../door'
import type { Lane } from '../lane'
import { type ServedClass, serveClass } from '../serve-class'
import { emptyClassFile } from './start-class'

const capacity = experimentById('capacity')
export const CLASS_TRIALS = capacity.plan(presetById(capacity, 'class').config)

/** What an honest tab finds: half of what could be known, a little more or less by seed. */
export function trueRecord(trial: Trial): TrialRecord {
  const { seqLen, vocab } = trial.shape
  const ceiling = uniformCeilingBits(trial.datasetSize, seqLen, vocab)
  const memorizedBits = ceiling * (0.5 + 0.001 * (trial.seed % 5))
  return exampleRecord(trial, { memorizedBits, backend: 'wasm', numerics: PROCESSOR_NUMERICS })
}

export interface TestClass {
  readonly served: ServedClass
  readonly tokens: Tokens
  /** The results file. */
  readonly path: string
  readonly base: string
  readonly news: ClassNews[]
}

interface TestOptions {
  readonly path?: string
  readonly trials?: readonly Trial[]
  readonly lane?: Lane
  readonly limits?: Limits
  /** Milliseconds of the class in one of the test. */
  readonly speed?: number
}

export const honestLane: Lane = {
  train: async (trial) => trueRecord(trial),
  close: () => undefined,
}

export async function openTestClass({
  path = emptyClassFile(),
  trials = CLASS_TRIALS,
  lane = honestLane,
  limits = LIMITS,
  speed = 1,
}: TestOptions = {}): Promise<TestClass> {
  const tokens = drawTokens()
  const news: ClassNews[] = []
  const served = await serveClass({
    trials,
    config: '#capacity?v=1&preset=class',
    file: openClassFile(path, () => undefined),
    tokens,
    folder: join(path, 'no page'),
    host: '127.0.0.1',
    port: 0,
    addressOf: (port) => `http://127.0.0.1:${port}/`,
    lane,
    limits,
    now: () => performance.now() * speed,
    random: () => 1,
    onNews: (latest) => void news.push(latest),
  })
  return { served, tokens, path, news, base: `http://127.0.0.1:${served.port}/` }
}

export const tabId = (number: number): string => `tab${String(number).padStart(19, '0')}`

/** A tab that may do anything. */
export function rawTab(base: string, entry: Partial<Entry>, options: object = {}): Socket {
  return io(base, {
    path: `/${SOCKET_PATH}`,
    forceNew: true,
    auth: { role: 'join', tab: tabId(0), build: ROOM_BUILD, ...entry },
    ...options,
  })
}

export const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })

export const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10))
}
