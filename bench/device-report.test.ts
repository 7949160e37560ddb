/** What `--device` and `--show` print. */
import { expect, it } from 'vitest'
import { exampleReport } from '@/core/testing/example-benchmark'
import { deviceReportText } from './device-report'

const other = exampleReport({
  date: '2026-01-01',
  backend: { ...exampleReport().backend, device: 'Another GPU' },
})
const text = deviceReportText(exampleReport(), [other])

it('has a row for each model and trainer, with its rate and its share', () => {
  // 85 million operations of XS in 8 ms, of 50 GFLOP/s.
  expect(text).toMatch(/Processor, one thread +XS +1 +8\.00 +10\.6 +21\u202f% +50\.0 +simd128-2/)
  expect(text).toMatch(/GPU +XS +16 +1\.00 +1,359 +68\u202f% +2,000 +wgsl-2/)
})

it('says what is aimed at on the GPU', () => {
  expect(text).toMatch(/^Target for a laptop’s GPU: Quick in 12\ss, .* met\.$/m)
})

it('says how long Quick would take, beside other machines', () => {
  expect(text).toMatch(/Quick would take about .+ on the GPU\./)
  expect(text).toMatch(/Some GPU; 8, really & more, this report +2026-11-30/)
  expect(text).toMatch(/Another GPU +2026-01-01/)
})
