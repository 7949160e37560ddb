// @vitest-environment happy-dom
/** The benchmark on the page: before, during and after, with a report of another machine, and beside a sweep. */
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import type { BenchmarkReport } from '@/core/benchmark/report'
import { printReportLink, readReportLink } from '@/core/benchmark/report-link'
import { exampleReport } from '@/core/testing/example-benchmark'
import { isActive } from '@/state/run-status'
import { createFakeLab } from '@/state/testing/fake-services'
import { EVERY_STATUS, inLab } from '../testing/in-lab'
import { DeviceView } from './device-view'

beforeEach(() => vi.stubGlobal('scrollTo', () => undefined))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const region = (name: string) => within(screen.getByRole('region', { name }))

function openView(hash = '#device') {
  const lab = createFakeLab()
  lab.benchmark.getState().show(hash)
  render(inLab(lab, <DeviceView />))
  return lab
}

const halfway: BenchmarkProgress = {
  part: { kind: 'train', trainer: 'thread', model: 'S', members: 1 },
  done: 2,
  of: 4,
  rows: [{ trainer: 'thread', model: 'XS', members: 1, msPerStep: 8 }],
  peaks: { thread: 5e10 },
}

it('leads the focus to its heading, and back to the config that is set', () => {
  const lab = openView()
  expect(document.activeElement?.textContent).toBe('How fast is this machine at memorising?')
  const back = screen.getByRole('link', { name: /Back to the lab/ })
  expect(back.getAttribute('href')).toBe(lab.config.getState().hash)
})

it('measures, shows what it has on the way, and can be stopped', async () => {
  const lab = openView()
  let end: (report: BenchmarkReport | undefined) => void = () => undefined
  lab.worker.benchmarkAnswer = (_, onProgress) => {
    onProgress(halfway)
    return new Promise((resolve) => {
      end = resolve
    })
  }
  await act(async () => button('Measure this machine').click())
  const panel = region('Measure')
  expect(panel.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50')
  panel.getByText('Processor, one thread: S…')
  panel.getByRole('row', { name: /^XS 8\.00 10\.6 21/ })
  act(() => button('Stop').click())
  expect(lab.worker.calls).toEqual(['stop benchmark'])
  await act(async () => end(undefined))
  panel.getByText('Stopped before the end: nothing was kept.')
  expect(screen.queryByRole('progressbar')).toBeNull()
})

it('says how long Quick takes, on what, and hands the report over', async () => {
  const writeText = vi.fn(async (_: string) => undefined)
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  openView()
  await act(async () => button('Measure this machine').click())
  const report = region('This machine')
  report.getByText(/^The preset Quick would take/)
  report.getByText(/on the GPU, .* on 2 threads of the processor\./)
  report.getByText(/^Target for a laptop’s GPU: Quick in 12\ss, .* on this GPU: (not )?met\.$/)
  report.getByText('Some GPU; 8, really & more (WebGPU)')
  report.getByText('wgsl-2 and simd128-2')
  expect(report.getAllByRole('rowgroup')).toHaveLength(4)
  report.getByRole('row', { name: /^XS, 16.at.once 1\.00 1,359 68/ })

  await act(async () => report.getByRole('button', { name: 'Copy link' }).click())
  report.getByText('Link copied.')
  expect(readReportLink(new URL(writeText.mock.calls[0]![0]).hash)).toEqual(exampleReport())
  await act(async () => report.getByRole('button', { name: 'Copy text' }).click())
  expect(JSON.parse(writeText.mock.calls[1]![0])).toEqual(exampleReport())
})

it('shows somebody’s report, beside this machine’s', async () => {
  const theirs = exampleReport({ backend: { ...exampleReport().backend, device: 'Their GPU' } })
  openView(printReportLink(theirs))
  region('From the link').getByText('Their GPU (WebGPU)')
  await act(async () => button('Measure this machine').click())
  region('This machine').getByText('Some GPU; 8, really & more (WebGPU)')
  const machines = region('Beside other machines')
  machines.getByRole('row', { name: /^Their GPU From the link, 2026-11-30/ })
  machines.getByRole('row', { name: /^Some GPU; 8, really & more This machine, 2026-11-30/ })
})

it('says what is wrong with a link', () => {
  openView('#device?v=1&rows=gpu,XS,1,soon')
  expect(screen.getByRole('alert').textContent).toContain('This is no report of a benchmark')
  expect(button('Measure this machine').disabled).toBe(false)
})

it.each(EVERY_STATUS)('does not measure beside a sweep: $kind', (status) => {
  const lab = openView()
  act(() => lab.run.setState({ status }))
  expect(button('Measure this machine').disabled).toBe(isActive(status))
})

it('says why nothing was measured', async () => {
  const lab = openView()
  lab.worker.benchmarkAnswer = () => Promise.reject(new Error('no backend works'))
  await act(async () => button('Measure this machine').click())
  region('Measure').getByText('Not measured: no backend works.')
})
