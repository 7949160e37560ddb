/** What Node reads of the built command line before a run's first step. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const BUILT = join(PROJECT, 'dist/cli')

beforeAll(() => {
  const { status } = spawnSync(process.execPath, [join(PROJECT, 'bin/lab.mjs'), 'list'])
  expect(status).toBe(0)
})

interface Loaded {
  readonly files: readonly string[]
  readonly packages: readonly string[]
  readonly kilobytes: number
}

/** Everything that files of the build import, themselves included, but for what they import by `import()`. */
function loadedBy(...entries: readonly string[]): Loaded {
  const files = new Set(entries)
  const packages = new Set<string>()
  let bytes = 0
  for (const file of files) {
    const text = readFileSync(join(BUILT, file), 'utf8')
    bytes += Buffer.byteLength(text)
    for (const [, target = ''] of text.matchAll(/^(?:import|export)\b[^"'`\n]*["']([^"']+)["']/gm)) {
      if (target.startsWith('./')) files.add(target.slice(2))
      else if (!target.startsWith('node:')) packages.add(target)
    }
  }
  return { files: [...files], packages: [...packages], kilobytes: bytes / 1000 }
}

const RUN = ['main.js', 'run-lab.js', 'dawn.js']
const WORKER = ['pool-worker.js', 'lab-api.js']

it.each([
  { what: 'a run in this process', entries: RUN, most: 700 },
  { what: 'a worker of its pool', entries: WORKER, most: 440 },
])('$what reads at most $most kB, none of it for another device or experiment', ({ entries, most }) => {
  const { files, packages, kilobytes } = loadedBy(...entries)
  expect(packages).toEqual([])
  expect(files.filter((file) => /tfjs|exhibit\d|report|procedure/.test(file))).toEqual([])
  expect(kilobytes).toBeLessThan(most)
})

it('a worker of the pool reads no schema', () => {
  expect(loadedBy(...WORKER).files).not.toContain('core.js')
})

it('a run without a queue reads none of it', () => {
  expect(loadedBy(...RUN, 'report.js').files.filter((file) => /queue/.test(file))).toEqual([])
  expect(loadedBy('run-queue.js').packages.toSorted()).toEqual(['bullmq', 'ioredis'])
  expect(loadedBy('work.js').packages.toSorted()).toEqual(['bullmq', 'ioredis'])
})

it('the reader of the build sees what is imported', () => {
  expect(loadedBy('chromium.js').packages).toContain('playwright-core')
  expect(loadedBy('main.js').files).toContain('core.js')
})
