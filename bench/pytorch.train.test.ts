/** What becomes of what Python says, held to a Python that is none: the real one is tried by hand, with `--cpu`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pytorchTable, runPytorch } from './pytorch'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** @param script of Node, called as Python is. */
function fakePython(name: string, script: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!${process.execPath}\n${script}`)
  chmodSync(path, 0o755)
  return path
}

const ROW = {
  engine: 'eager',
  model: 'XS',
  members: 1,
  msPerStep: 2,
  msPerStepQuartiles: [1.9, 2.1],
  modelStepsPerSecond: 500,
}

it('asks for the models, and passes over what others print among the rows', async () => {
  const python = fakePython(
    'talkative',
    `const [script, request] = process.argv.slice(2)
     if (!script.endsWith('pytorch.py')) throw new Error(script)
     const [{ id, shape, batch, members }] = JSON.parse(request)
     if (shape.width !== 32 || batch !== 64 || String(members) !== '1,16,64') throw new Error(request)
     console.log(JSON.stringify({ kind: 'device', device: 'a card', torch: '2.0' }))
     console.log('AUTOTUNE addmm(64x32, 32x96)')
     console.log(JSON.stringify({ kind: 'row', ...${JSON.stringify(ROW)}, model: id }))
     console.log(JSON.stringify({ kind: 'problem', text: 'XS, vmap x 16: too old' }))`,
  )
  const report = await runPytorch('.', ['XS'], python)
  expect(report).toEqual({
    device: 'a card',
    torch: '2.0',
    rows: [ROW],
    problems: ['XS, vmap x 16: too old'],
  })
  const lines = pytorchTable(report).split('\n')
  expect(lines[0]).toBe('PyTorch 2.0 on a card')
  expect(lines[2]).toMatch(/^XS, eager × 1 +2\.00 +1\.90–2\.10 +500$/)
  expect(lines[3]).toBe('XS, vmap x 16: too old')
})

it('keeps the rows so far where Python falls over, with its last words', async () => {
  const python = fakePython(
    'falling',
    `console.log(JSON.stringify({ kind: 'row', ...${JSON.stringify(ROW)} }))
     console.error('Traceback\\nRuntimeError: CUDA error')
     process.exitCode = 1`,
  )
  const { rows, problems } = await runPytorch('.', ['XS'], python)
  expect(rows).toEqual([ROW])
  expect(problems).toEqual([`${python} ended with 1: RuntimeError: CUDA error`])
})

it('says where there is no Python', async () => {
  const { problems } = await runPytorch('.', ['XS'], join(folder, 'missing'))
  expect(problems).toEqual([expect.stringContaining('missing could not be started')])
})
