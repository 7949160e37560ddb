/** The benchmark as the page knows it: how it is reached, and how it ends. */
import { describe, expect, it } from 'vitest'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import { exampleReport } from '@/core/testing/example-benchmark'
import type { BenchmarkStatus } from './benchmark-store'
import { boot } from './boot'
import { openHash } from './open-hash'
import { createFakeLab, SMALL_HASH } from './testing/fake-services'

const OPENING: BenchmarkProgress = { part: { kind: 'open' }, done: 0, of: 1, rows: [], peaks: {} }

describe('the way to the benchmark', () => {
  it('is a hash, which is no permalink: the lab stays as it was', () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    openHash(lab, SMALL_HASH)
    const before = lab.config.getState()
    openHash(lab, '#device?v=1')
    expect(lab.benchmark.getState().hash).toBe('#device?v=1')
    expect(lab.config.getState()).toBe(before)
    expect(lab.location.hash).toBe(before.hash)
    openHash(lab, SMALL_HASH)
    expect(lab.benchmark.getState().hash).toBeUndefined()
    expect(lab.config.getState()).toMatchObject({ hash: before.hash, linkProblems: [] })
  })

  it('may be the one by which the page is opened: the default preset waits behind it', async () => {
    const lab = createFakeLab({ hash: '#device' })
    await boot(lab)
    expect(lab.benchmark.getState().hash).toBe('#device')
    expect(lab.config.getState()).toMatchObject({ presetId: 'tiny', linkProblems: [] })
    expect(lab.location.hash).toBe('#device')
  })
})

describe('a benchmark', () => {
  it('tells how far it is, and ends with a report', async () => {
    const { benchmark, worker, device } = createFakeLab()
    void device.getState().choose('wasm')
    const seen: BenchmarkStatus[] = []
    worker.benchmarkAnswer = async (backend, onProgress) => {
      expect(backend).toBe('wasm')
      onProgress(OPENING)
      return exampleReport()
    }
    benchmark.subscribe(({ status }) => seen.push(status))
    await benchmark.getState().measure()
    expect(seen).toEqual([
      { kind: 'measuring' },
      { kind: 'measuring', progress: OPENING },
      { kind: 'measured', report: exampleReport() },
    ])
  })

  it('runs once at a time, and can be stopped', async () => {
    const { benchmark, worker } = createFakeLab()
    let end: () => void = () => undefined
    let begun = 0
    worker.benchmarkAnswer = () => {
      begun++
      return new Promise((resolve) => {
        end = () => resolve(undefined)
      })
    }
    const measured = benchmark.getState().measure()
    await benchmark.getState().measure()
    expect(begun).toBe(1)
    benchmark.getState().stop()
    expect(worker.calls).toEqual(['stop benchmark'])
    end()
    await measured
    expect(benchmark.getState().status).toEqual({ kind: 'stopped' })
  })

  it('says why there is no report', async () => {
    const { benchmark, worker } = createFakeLab()
    worker.benchmarkAnswer = () => Promise.reject(new Error('a sweep is running'))
    await benchmark.getState().measure()
    expect(benchmark.getState().status).toEqual({ kind: 'failed', message: 'a sweep is running' })
  })
})
