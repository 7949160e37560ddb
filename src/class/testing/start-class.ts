/** The server of a class in a process of its own, as `npm run class` starts it, at the links that it prints. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export const LAB = at('bin/lab.mjs')
/** Builds what it needs, the page too. */
export const CLASS = at('bin/class.mjs')

/** How long to wait for what has to be built (ms). */
export const BUILD_MS = 180_000

/** @returns the server alone, which serves no page unless one is built. */
export function builtServer(): string {
  spawnSync(process.execPath, [LAB, 'list'])
  return at('dist/cli/class.js')
}

export const emptyClassFile = (): string => join(mkdtempSync(join(tmpdir(), 'plateau-class-')), 'class.jsonl')

export interface StartedClass {
  readonly child: ChildProcess
  readonly join: URL
  readonly front: URL
}

interface StartOptions {
  readonly config: string
  readonly out: string
  /** 0 for any that is free. */
  readonly port?: number
  /** Options of Node itself. */
  readonly node?: readonly string[]
}

/** @throws Error in the server's words where it does not start. */
export async function startClass(
  script: string,
  { config, out, port = 0, node = [] }: StartOptions,
): Promise<StartedClass> {
  const child = spawn(process.execPath, [...node, script, config, '--out', out, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let [text, errors] = ['', '']
  child.stdout!.on('data', (data) => {
    text += data
  })
  child.stderr!.on('data', (data) => {
    errors += data
  })
  while (!/The front is +\S+\n/.test(text)) {
    if (child.exitCode !== null) throw new Error(errors)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // It listens at 127.0.0.1 alone, which is not what every machine calls localhost.
  const link = (line: string): URL =>
    new URL(new RegExp(`${line} +(\\S+)`).exec(text)![1]!.replace('localhost', '127.0.0.1'))
  return { child, join: link('Tabs join by'), front: link('The front is') }
}
