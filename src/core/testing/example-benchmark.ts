/** A report of a benchmark for tests: a GPU and two threads, with rates that are easy to check. */
import { BENCHMARK_MODEL_IDS, type BenchmarkReport } from '../benchmark/report'

export const exampleReport = (parts: Partial<BenchmarkReport> = {}): BenchmarkReport => ({
  schemaVersion: 1,
  date: '2026-11-30',
  commit: '1a2b3c4',
  platform: 'Chrome 156, Linux',
  processor: '',
  threads: 2,
  backend: { name: 'webgpu', device: 'Some GPU; 8, really & more', software: false, fused: true },
  numerics: { gpu: 'wgsl-2', thread: 'simd128-2', threads: 'simd128-2' },
  peaks: { gpu: 2e12, thread: 5e10, threads: 8e10 },
  rows: BENCHMARK_MODEL_IDS.flatMap((model, i) => [
    { trainer: 'gpu', model, members: 16, msPerStep: 1 + i },
    { trainer: 'thread', model, members: 1, msPerStep: 8 * (1 + i) },
    { trainer: 'threads', model, members: 2, msPerStep: 10 * (1 + i) },
  ]),
  ...parts,
})
