import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { recordToJsonLine } from '@/core/results/export'
import type { TrialRecord } from '@/core/results/result'
import { shardsOf } from '@/core/sweep/shard'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import capacity from '@/experiments/capacity/spec'
import scaling from '@/experiments/scaling/spec'
import { parseCommand } from './args'
import { CliError, EXIT } from './cli-error'
import { mergeFiles } from './merge'

let folder: string
let said: string
let printed: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-'))
  said = ''
  printed = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text
    return true
  })
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const inFolder = (name: string) => join(folder, name)
const out = () => inFolder('all.jsonl')
const tiny = presetTrials(capacity, 'tiny')
const knowsNothing = { memorizedBits: 0 }
const records = tiny.map((trial) => exampleRecord(trial, knowsNothing))

const write = (name: string, some: readonly TrialRecord[], end = '') => {
  writeFileSync(inFolder(name), some.map((record) => `${recordToJsonLine(record)}\n`).join('') + end)
  return inFolder(name)
}
const read = () =>
  readFileSync(out(), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): TrialRecord => JSON.parse(line))

function merge(...args: string[]): Promise<number> {
  const command = parseCommand(['merge', ...args, '--out', out()])
  if (command.kind !== 'merge') throw new Error(JSON.stringify(command))
  return mergeFiles(command.options)
}

/** The records of each of four shards in a file of its own. */
const shards = () => {
  const byKey = new Map(records.map((record) => [record.trialKey, record]))
  return shardsOf(tiny, 4).map((trials, i) =>
    write(
      `${i + 1}.jsonl`,
      trials.map(({ key }) => byKey.get(key)!),
    ),
  )
}

describe('files of one sweep', () => {
  it('become one file, in the order of the plan, and the report of the whole', async () => {
    expect(await merge(...shards())).toBe(EXIT.ok)
    expect(read()).toEqual(records)
    expect(said).toBe('')
    expect(printed).toContain('All 28 of 28 trials are in ')
    expect(printed).toContain('#capacity?v=1&preset=tiny')
    expect(printed).toContain('of ceiling')
    expect(readdirSync(folder).filter((name) => !/^\d\.jsonl$/.test(name))).toEqual(['all.jsonl'])
  })

  it('are joined to what the file has already, which may be among them, and to nothing twice', async () => {
    const [first, second] = shards()
    await merge(first!, second!)
    const half = read().length
    expect(half).toBeLessThan(28)
    expect(printed).toContain(
      `${28 - half} are missing. To train them:\n  npm run lab -- run "#capacity?v=1&preset=tiny`,
    )
    expect(printed).toContain(`" --backend wasm --out ${out()} --resume\n`)
    expect(await merge(...shards(), out())).toBe(EXIT.ok)
    expect(read()).toEqual(records)
    expect(said).toContain(`${half} records of trials that others had finished before`)
  })

  it('may end in a line that was cut off, and are left as they are', async () => {
    const cut = write('1.jsonl', records.slice(1), recordToJsonLine(records[0]!).slice(0, 200))
    const before = readFileSync(cut, 'utf8')
    expect(await merge(cut)).toBe(EXIT.ok)
    expect(said).toContain('the last line is cut off, and left out')
    expect(printed).toContain('27 of 28 trials are in')
    expect(readFileSync(cut, 'utf8')).toBe(before)
  })

  it('that contradict each other are named, the first record is kept, and the exit code tells', async () => {
    const other = exampleRecord(tiny[0], { memorizedBits: 1, finishedAt: '2026-02-01T00:00:00.000Z' })
    const again = write('again.jsonl', [other])
    expect(await merge(again, ...shards())).toBe(EXIT.failed)
    expect(read()).toEqual(records)
    expect(said).toContain(`${inFolder('again.jsonl')} differ in memorizedBits, `)
    const conflicts = `${out()}.conflicts.jsonl`
    expect(JSON.parse(readFileSync(conflicts, 'utf8'))).toMatchObject({
      trialKey: tiny[0]!.key,
      record: other,
    })
    // What is found by a shell's * beside results is not taken for results; and it goes with its cause.
    expect(await merge(conflicts, ...shards())).toBe(EXIT.ok)
    expect(existsSync(conflicts)).toBe(false)
  })

  it('lose records that cannot be: they are named, and the exit code tells', async () => {
    const forged = exampleRecord(tiny[0], { ...knowsNothing, heldoutMemorizedBits: 1e6 })
    expect(await merge(write('1.jsonl', [forged, ...records.slice(1)]))).toBe(EXIT.failed)
    expect(read()).toEqual(records.slice(1))
    expect(said).toContain(`${tiny[0]!.key}: it memorised 1000000 bits of held-out strings`)
  })
})

describe('files of another sweep', () => {
  const refusal = async (...args: string[]) => {
    const before = existsSync(out()) ? readFileSync(out(), 'utf8') : undefined
    const error: unknown = await merge(...args).catch((thrown: unknown) => thrown)
    expect(existsSync(out()) ? readFileSync(out(), 'utf8') : undefined).toBe(before)
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([])
    return error instanceof CliError ? `${error.exitCode} ${error.message}` : error
  }

  it('are refused by name, and nothing is written', async () => {
    const other = write('other.jsonl', [exampleRecord(presetTrials(scaling, 'tiny')[0])])
    const sentence = `2 ${other} is of another config: 1 trial of 1 is not planned by capacity, tiny (scaling/`
    expect(await refusal(...shards(), other)).toContain(sentence)
    expect(await refusal(...shards(), other, '--of', 'capacity')).toContain(sentence)
  })

  it('are refused also where the file has them already', async () => {
    write('all.jsonl', [exampleRecord(presetTrials(scaling, 'tiny')[0])])
    expect(await refusal(...shards())).toContain(`2 ${out()} is of another config`)
  })

  it('of no preset have to be told', async () => {
    const changed = write('1.jsonl', [
      exampleRecord(presetTrials(capacity, 'tiny', { seeds: [7] })[0], knowsNothing),
    ])
    expect(await refusal(changed)).toMatch(
      /^2 no preset has all trials of .*1\.jsonl: say what it is of, as for run: --of capacity/,
    )
    expect(await merge(changed, '--of', 'capacity', '--set', 'seeds=7')).toBe(EXIT.ok)
    expect(printed).toContain('1 of 7 trials are in')
  })

  it('are not found where there are none', async () => {
    expect(await refusal(write('1.jsonl', []))).toBe(
      '2 the files hold no records: nothing has finished yet in what wrote them',
    )
    expect(await refusal(inFolder('missing.jsonl'))).toMatch(
      /^1 cannot read .*missing\.jsonl: it does not exist$/,
    )
  })

  it('are not merged into what holds no results', async () => {
    writeFileSync(out(), 'my notes\n')
    expect(await refusal(...shards())).toMatch(/^2 .*all\.jsonl, line 1: is no record/)
  })
})
