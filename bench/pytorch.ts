/** PyTorch beside the others, where Python has it with CUDA: bench/peers/pytorch.py does the measuring and prints JSON lines. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MODELS, type ModelId } from './models'
import { table } from './table'

export interface PytorchRow {
  readonly engine: string
  readonly model: ModelId
  readonly members: number
  readonly msPerStep: number
  readonly msPerStepQuartiles: readonly [number, number]
  readonly modelStepsPerSecond: number
}

export interface PytorchReport {
  readonly device: string | undefined
  readonly torch: string | undefined
  readonly rows: readonly PytorchRow[]
  /** What could not be measured, and why. */
  readonly problems: readonly string[]
}

type Line =
  | { readonly kind: 'device'; readonly device: string; readonly torch: string }
  | ({ readonly kind: 'row' } & PytorchRow)
  | { readonly kind: 'problem'; readonly text: string }

/**
 * Never rejects: whatever keeps PyTorch from being measured is one of the problems.
 * @param root the repository's folder.
 */
export async function runPytorch(
  root: string,
  models: readonly ModelId[],
  python = process.env.PYTHON ?? 'python3',
): Promise<PytorchReport> {
  const script = join(root, 'bench/peers/pytorch.py')
  const request = JSON.stringify(models.map((id) => ({ ...MODELS[id], members: [1, 16, 64] })))
  const child = spawn(python, [script, request], { stdio: ['ignore', 'pipe', 'pipe'] })
  let lastWords = ''
  createInterface({ input: child.stderr }).on('line', (text) => {
    if (text.trim() !== '') lastWords = text.trim()
  })
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(`${python} could not be started: ${error.message}`))
    child.on('close', (code, signal) =>
      resolve(
        code === 0 ? undefined : `${python} ended with ${code ?? signal}: ${lastWords || 'no word of why'}`,
      ),
    )
  })
  const report = {
    device: undefined as string | undefined,
    torch: undefined as string | undefined,
    rows: [] as PytorchRow[],
    problems: [] as string[],
  }
  const reading = (async () => {
    for await (const text of createInterface({ input: child.stdout })) {
      const line = readLine(text)
      if (!line) continue
      if (line.kind === 'problem') report.problems.push(line.text)
      else if (line.kind === 'device') {
        report.device = line.device
        report.torch = line.torch
      } else {
        const { kind: _, ...row } = line
        report.rows.push(row)
      }
    }
  })()
  const [problem] = await Promise.all([ended, reading])
  if (problem !== undefined) report.problems.push(problem)
  return report
}

/** Compilers and drivers may print lines of their own among the script's. */
function readLine(text: string): Line | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function pytorchTable({ device, torch, rows, problems }: PytorchReport): string {
  const title = device === undefined ? 'PyTorch' : `PyTorch ${torch} on ${device}`
  const cells = rows.map((row) => [
    `${row.model}, ${row.engine} × ${row.members}`,
    row.msPerStep.toPrecision(3),
    row.msPerStepQuartiles.map((value) => value.toPrecision(3)).join('–'),
    Math.round(row.modelStepsPerSecond).toLocaleString('en'),
  ])
  return [
    title,
    ...(cells.length > 0 ? [table(['engine', 'ms/step', 'quartiles', 'model-steps/s'], cells)] : []),
    ...problems,
  ].join('\n')
}
