/** A class's server in a process of its own, as `class-room.ts` measures it: it prints where it listens, and answers each line with what it has used. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openClassFile } from '@/class/class-file'
import { drawTokens } from '@/class/door'
import { serveClass } from '@/class/serve-class'
import { experimentById } from '@/core/sweep/experiments'
import { sweepLink } from '@/core/sweep/sweep'
import { classSweep, madeUpRecord } from './class-work'

export interface ServerUse {
  /** Processor time since the process began, ms. */
  readonly cpuMs: number
  /** Memory that the process has, MiB. */
  readonly mib: number
  readonly done: number
}

export interface ServerPlace {
  readonly base: string
  readonly token: string
}

const say = (value: ServerPlace | ServerUse): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

const folder = mkdtempSync(join(tmpdir(), 'plateau-class-'))
const tokens = drawTokens()
const served = await serveClass({
  trials: classSweep.trials,
  config: sweepLink(experimentById(classSweep.experiment), classSweep),
  file: openClassFile(join(folder, 'class.jsonl'), () => undefined),
  tokens,
  folder: join(folder, 'no page'),
  host: '127.0.0.1',
  port: 0,
  addressOf: (port) => `http://127.0.0.1:${port}/`,
  // Training is the tabs' part, and of the server's idle lane: what is measured is all else.
  lane: { train: async (trial) => madeUpRecord(trial), close: () => undefined },
  now: () => performance.now(),
  random: Math.random,
  onNews: () => undefined,
})
say({ base: `http://127.0.0.1:${served.port}/`, token: tokens.join })
for await (const _ of createInterface({ input: process.stdin })) {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  const { rss } = process.memoryUsage()
  say({ cpuMs: (user + system) / 1000, mib: rss / 2 ** 20, done: served.news().done })
}
process.exit()
