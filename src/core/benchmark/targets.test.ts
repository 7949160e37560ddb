/** What is aimed at, by the names that adapters give themselves. */
import { expect, it } from 'vitest'
import { exampleReport } from '../testing/example-benchmark'
import { quickSeconds } from './rates'
import type { BenchmarkReport } from './report'
import { targetText } from './targets'

const { backend, rows } = exampleReport()

/** A report of a GPU that takes so many seconds for Quick. */
function reportOf(device: string, seconds: number, parts: Partial<BenchmarkReport> = {}): BenchmarkReport {
  const factor = seconds / quickSeconds({ rows }, 'gpu')!
  const scaled = rows.map((row) =>
    row.trainer === 'gpu' ? { ...row, msPerStep: row.msPerStep * factor } : row,
  )
  return exampleReport({ backend: { ...backend, device }, rows: scaled, ...parts })
}

it.each([
  ['NVIDIA H100 80GB HBM3', 'a data centre’s'],
  ['nvidia hopper', 'a data centre’s'],
  ['NVIDIA A100-SXM4-40GB', 'a data centre’s'],
  ['nvidia ampere', 'a desktop’s'],
  ['NVIDIA GeForce RTX 4090', 'a desktop’s'],
  ['AMD Radeon RX 7900 XTX', 'a desktop’s'],
  ['Intel(R) Arc(TM) A770 Graphics', 'a desktop’s'],
  ['NVIDIA GeForce RTX 4060 Laptop GPU', 'a laptop’s'],
  ['NVIDIA GeForce MX450', 'a laptop’s'],
  ['AMD Radeon 780M', 'a laptop’s'],
  ['apple metal-3', 'a laptop’s'],
  ['intel gen-12lp', 'a laptop’s'],
  ['unnamed adapter', 'a laptop’s'],
])('knows the class of %s', (device, name) => {
  expect(targetText(reportOf(device, 2))).toContain(`Target for ${name}`)
})

it.each([
  ['H100', 0.9, 'met'],
  ['H100', 1.1, 'not met'],
  ['GeForce', 2.9, 'met'],
  ['GeForce', 3.1, 'not met'],
  ['apple', 11.9, 'met'],
  ['apple', 12.1, 'not met'],
])('says whether %s at %f s meets it', (device, seconds, verdict) => {
  const slowProcessor = reportOf(device, seconds).rows.map((row) =>
    row.trainer === 'gpu' ? row : { ...row, msPerStep: 1e4 },
  )
  expect(targetText(reportOf(device, seconds, { rows: slowProcessor }))).toMatch(
    new RegExp(`: ${verdict}\\.$`),
  )
})

it('asks a laptop’s GPU, and no other, to be no slower than its processor', () => {
  const report = (device: string) => {
    const { rows } = reportOf(device, 0.5)
    return exampleReport({
      backend: { ...backend, device },
      rows: rows.map((row) => (row.trainer === 'threads' ? { ...row, msPerStep: 1e-3 } : row)),
    })
  }
  expect(targetText(report('apple'))).toMatch(/no slower than its processor\. .*: not met\.$/)
  expect(targetText(report('H100'))).toMatch(/: met\.$/)
})

it('has none for software, none where no GPU trained, and no verdict without a measurement', () => {
  expect(targetText(exampleReport({ backend: { ...backend, software: true } }))).toMatch(
    /^There is no target/,
  )
  expect(targetText(exampleReport({ backend: { ...backend, name: 'wasm' } }))).toBeUndefined()
  const few = rows.filter(({ model }) => model === 'XS')
  expect(targetText(exampleReport({ rows: few }))).toMatch(/Quick was not measured\.$/)
})
