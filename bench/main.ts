/** `npm run bench`: measures, prints the tables, writes the rows. */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEVICE_HASH } from '@/core/benchmark/device-hash'
import { readReport } from '@/core/benchmark/read-report'
import { recordedReports } from '@/core/benchmark/recorded'
import { type BenchmarkReport, printReport } from '@/core/benchmark/report'
import { readReportLink } from '@/core/benchmark/report-link'
import type { Roofline } from '@/measure/roofline'
import { type BenchOptions, HELP, parseOptions } from './args'
import { classText, measureClass } from './class-room'
import type { Target } from './dawn'
import { deviceReportText } from './device-report'
import type { EngineId } from './engines'
import { CONTESTANTS, type Measurement, measureModel, type Plan, PROCESSOR_CONTESTANTS } from './measure'
import type { ModelId } from './models'
import { measurePage, pageText } from './page'
import type { PathComparison } from './paths'
import type { PresetRun } from './preset'
import type { ProbeReport } from './probe'
import type { StepProfile } from './profile'
import { type PytorchReport, pytorchTable, runPytorch } from './pytorch'
import { deviceTable, hostTable, pathsTable, presetTable, processorTable, profileTable } from './report'
import { deviceRow, hostRow, processorRows } from './rows'
import { runReport } from './run-report'
import { measureScale, scaleText } from './scale'
import { hasSurvived } from './scale-faults'

/** The built file lies in dist/bench. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Steps between two reads of the loss that all engines are timed with too: as many as one submit of ours has. */
const READ_EVERY = 32
const EFFORT = { rounds: 9, roundMs: 400, warmUpCalls: 12, readEvery: READ_EVERY }
/**
 * tf.js grows faster for hundreds of steps (Tiny-64: 7.8 ms of processor time after 24 steps, 6.5 after 600), and a step of S takes it most
 * of a second: a compromise.
 */
const PROCESSOR_EFFORT = { rounds: 9, roundMs: 1000, warmUpCalls: 24, readEvery: undefined }
/** A processor that imitates a GPU takes seconds for what a GPU does in milliseconds. */
const TRIAL_EFFORT = { rounds: 2, roundMs: 100, warmUpCalls: 2, readEvery: 2 }
/** Those that the bars on a real card are about. */
const PRESETS = ['quick', 'lecture'] as const
const PROFILED_MEMBERS = [1, 16, 64]
/** Plateau's steps cost too little to save any; a peer's 10,000 would take minutes each, and so would ours where a processor imitates a GPU. */
const MEMORY_STEPS = { plateau: 10_000, others: 100 }

const print = (text: string): void => void process.stdout.write(`${text}\n\n`)
const note = (text: string): void => void process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  // Better now than when everything has been measured.
  if (options.json !== undefined) closeSync(openSync(options.json, 'a'))
  if (options.show !== undefined) return showReport(options.show)
  if (options.device) return benchmarkThisDevice(options)
  if (options.page) return benchmarkPage(options)
  if (options.scale) return benchmarkScale(options)
  if (options.processor) return measureProcessor(options)
  const host = await measureAll('null', options)
  for (const { model, measurements } of host) print(hostTable(model, measurements))
  const hostRows = host.flatMap(({ measurements }) => measurements.map(hostRow))
  if (options.hostOnly) {
    writeJson(options.json, hostRows)
    return
  }

  const device = await measureDevice(options)
  const date = new Date().toISOString()
  /** Once more with PyTorch's part: whatever becomes of that, the rest is on the disk. */
  const save = (pytorch: PytorchReport | undefined): void => {
    const results = { date, versions: versions(), host: hostRows, device, pytorch }
    writeJson(options.json, results)
    if (device && !options.swiftshader) keep(device.name, results)
  }
  save(undefined)
  if (!options.pytorch) return
  note('PyTorch: compiling and timing, some minutes')
  const pytorch = await runPytorch(ROOT, options.models)
  print(pytorchTable(pytorch))
  save(pytorch)
}

/** The page's own benchmark, from here. @throws Error in the device's words. */
async function benchmarkThisDevice({ json }: BenchOptions): Promise<void> {
  note('training a few models for a moment each, some ten seconds')
  const report = await runReport<BenchmarkReport>('device-process', [ROOT])
  if ('problem' in report) throw new Error(report.problem)
  print(deviceReportText(report, recordedReports()))
  if (json !== undefined) writeFileSync(json, printReport(report))
}

/** @throws Error where there is no Chromium. */
async function benchmarkPage({ json }: BenchOptions): Promise<void> {
  note('opening the landing page a few times, and pressing its button')
  const report = await measurePage(ROOT)
  print(pageText(report))
  writeJson(json, report)
}

/** @throws Error where there is no Redis, when the class has been measured. */
async function benchmarkScale({ json }: BenchOptions): Promise<void> {
  const room = await measureClass(note)
  print(classText(room))
  writeJson(json, { room })
  const queue = await measureScale(note)
  print(scaleText(queue))
  writeJson(json, { room, ...queue })
  if (!hasSurvived(queue.faults)) process.exitCode = 1
}

/** @throws Error where it is no report. */
function showReport(source: string): void {
  const hash = source.indexOf(DEVICE_HASH)
  const report = hash < 0 ? readReport(readFileSync(source, 'utf8')) : readReportLink(source.slice(hash))
  if (!report) throw new Error('this link has no report in it')
  if ('problem' in report) throw new Error(report.problem)
  print(deviceReportText(report, recordedReports()))
}

/** The processes get WebGPU's null backend like all others, and never call it. */
async function measureProcessor(options: BenchOptions): Promise<void> {
  const name = cpus()[0]?.model.trim() || 'an unnamed processor'
  const cores = availableParallelism()
  const measured = await measureAll('null', { ...options, memorySteps: 1 })
  const rows = measured.flatMap(({ measurements }) => processorRows(measurements))
  print(processorTable(rows, `${name}, ${cores === 1 ? 'one core' : `${cores} cores`}`))
  writeJson(options.json, { date: new Date().toISOString(), versions: versions(), name, cores, rows })
}

interface ModelMeasurements {
  readonly model: BenchOptions['models'][number]
  readonly measurements: readonly Measurement[]
}

async function measureAll(target: Target, options: BenchOptions): Promise<ModelMeasurements[]> {
  const plan: Plan = {
    target,
    contestants: [...CONTESTANTS, ...PROCESSOR_CONTESTANTS].filter(({ engine }) =>
      options.engines.includes(engine),
    ),
    ...effort(options),
    memorySteps: (engine: EngineId) =>
      options.memorySteps ??
      (engine === 'plateau' && target !== 'swiftshader' ? MEMORY_STEPS.plateau : MEMORY_STEPS.others),
  }
  const all: ModelMeasurements[] = []
  for (const model of options.models) all.push({ model, measurements: await measureModel(model, plan, note) })
  return all
}

function effort({ processor, swiftshader }: BenchOptions) {
  if (processor) return PROCESSOR_EFFORT
  return swiftshader ? TRIAL_EFFORT : EFFORT
}

interface DeviceResults {
  readonly name: string
  readonly roofline: Roofline | undefined
  readonly rows: readonly ReturnType<typeof deviceRow>[]
  readonly profiles: readonly (StepProfile & { readonly model: ModelId; readonly members: number })[]
  readonly paths: PathComparison | undefined
  readonly presets: readonly (PresetRun & { readonly preset: string })[]
}

async function measureDevice(options: BenchOptions): Promise<DeviceResults | undefined> {
  const target: Target = options.swiftshader ? 'swiftshader' : 'gpu'
  const probe = await runReport<ProbeReport>('probe', [target])
  if ('problem' in probe) {
    print(`No figures from a GPU: ${probe.problem}.`)
    return undefined
  }
  const { adapter, roofline, noRoofline } = probe
  if (noRoofline !== undefined) print(`${adapter}: its own rates could not be measured: ${noRoofline}.`)
  if (roofline) {
    print(
      `${adapter}, measured under WGSL: ${(roofline.flopPerSecond / 1e12).toPrecision(3)} Tflop/s in a float32 matrix product, ` +
        `${(roofline.bytesPerSecond / 1e9).toPrecision(3)} GB/s copying`,
    )
  }
  const models = await measureAll(target, options)
  for (const { model, measurements } of models) print(deviceTable(model, measurements, adapter, roofline))
  const rows = models.flatMap(({ measurements }) => measurements.map((own) => deviceRow(own, roofline)))
  const ours = options.engines.includes('plateau')
  const profiles = ours ? await profileModels(target, options, roofline) : []
  const paths = ours ? await comparePaths(target) : undefined
  const presets = ours ? await runPresets(target) : []
  return { name: adapter, roofline, rows, profiles, paths, presets }
}

async function comparePaths(target: Target): Promise<PathComparison | undefined> {
  note('Tiny, by the plan and by composed ops: some minutes where a processor imitates a GPU')
  const paths = await runReport<PathComparison>('paths-process', [target])
  if ('problem' in paths) {
    print(`Tiny by the plan and by composed ops: not measured: ${paths.problem}`)
    return undefined
  }
  print(pathsTable(paths))
  return paths
}

async function profileModels(
  target: Target,
  { models, swiftshader }: BenchOptions,
  roofline: Roofline | undefined,
): Promise<DeviceResults['profiles']> {
  const profiles: DeviceResults['profiles'][number][] = []
  for (const model of models)
    for (const members of swiftshader ? [1] : PROFILED_MEMBERS) {
      note(`${model} × ${members}: each dispatch by itself`)
      const profile = await runReport<StepProfile>('profile-process', [target, model, String(members)])
      if ('problem' in profile) {
        print(`${model} × ${members}: no profile: ${profile.problem}`)
        continue
      }
      print(profileTable(`${model} × ${members}`, profile, roofline))
      profiles.push({ model, members, ...profile })
    }
  return profiles
}

async function runPresets(target: Target): Promise<DeviceResults['presets']> {
  const presets: DeviceResults['presets'][number][] = []
  for (const preset of PRESETS) {
    note(`capacity, ${preset}: twice`)
    const run = await runReport<PresetRun>('preset-process', [target, 'capacity', preset])
    if ('problem' in run) print(`capacity, ${preset}: not run: ${run.problem}`)
    else presets.push({ preset, ...run })
  }
  print(presetTable(presets))
  return presets
}

/** The manifest names exact versions. */
function versions(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const installed: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies }
  const names = [
    'webgpu',
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-backend-wasm',
    '@genai-fi/nanogpt',
    '@jax-js/jax',
  ]
  return { node: process.version, ...Object.fromEntries(names.map((name) => [name, installed[name] ?? ''])) }
}

function writeJson(path: string | undefined, value: unknown): void {
  if (path !== undefined) writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`)
}

interface Results {
  readonly date: string
  readonly pytorch: PytorchReport | undefined
}

/** Runs on a GPU are kept with the repository, under the date and the card's name. */
function keep(device: string, results: Results): void {
  const folder = join(ROOT, 'bench/results')
  mkdirSync(folder, { recursive: true })
  const slug = device.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const path = join(folder, `${results.date.slice(0, 10)}-${slug}.json`)
  writeJson(path, results)
  note(`kept as bench/results/${results.date.slice(0, 10)}-${slug}.json`)
}

try {
  await main()
} catch (error) {
  note(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
