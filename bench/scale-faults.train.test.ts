/** The faults of `npm run bench -- --scale`, on a tenth of its trials. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { hasServer } from '@/cli/queue/faults/own-server'
import { hasSurvived, survive } from './scale-faults'

const MINUTE = 60_000
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

it.skipIf(!hasServer() || process.platform === 'win32')(
  'a thousand trials survive all faults at once: none lost, none twice, none false',
  { timeout: 5 * MINUTE },
  async () => {
    // Builds it.
    expect(spawnSync(process.execPath, [here('../bin/bench.mjs'), '--help']).status).toBe(0)
    const script = here('../dist/bench/scale-process.js')
    const report = await survive({ sweeps: 1, script, note: () => undefined })
    expect(report).toMatchObject({ trials: 1000, poisoned: 4, wrongLetters: 0, lost: 0, twice: 0, false: 0 })
    expect(hasSurvived(report)).toBe(true)
    expect(report.deadLetters).toBeGreaterThan(0)
    for (const times of Object.values(report.faults)) expect(times).toBeGreaterThan(0)
  },
)
