/**
 * A part of the bench in a process of its own, which ends with one report: a driver that takes its process with it takes nothing else.
 * The processes themselves do not import this: it would move away from the folder that their scripts lie in.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Problem } from './report-process'

/** A part that hangs must not cost the others on a machine that is lent; a busy processor that imitates a GPU takes longer than any GPU. */
const LIMIT_MS = 10 * 60_000
const TRIAL_LIMIT_MS = 30 * 60_000

/**
 * Never rejects: a process that dies, or takes too long, is a problem too.
 * @param script of dist/bench, without its ending.
 */
export async function runReport<T>(script: string, args: readonly string[]): Promise<T | Problem> {
  const timeout = args.includes('swiftshader') ? TRIAL_LIMIT_MS : LIMIT_MS
  const path = fileURLToPath(new URL(`./${script}.js`, import.meta.url))
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], { timeout })
    return JSON.parse(stdout)
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
