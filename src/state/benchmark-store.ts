/** The benchmark of this machine: whether it is on show in the lab's place, and how far it is. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import type { BenchmarkReport } from '@/core/benchmark/report'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { DeviceStore } from './device-store'

export type BenchmarkStatus =
  | { readonly kind: 'idle' }
  /** Without progress while it waits for its turn. */
  | { readonly kind: 'measuring'; readonly progress?: BenchmarkProgress }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'measured'; readonly report: BenchmarkReport }
  | { readonly kind: 'failed'; readonly message: string }

export interface BenchmarkState {
  /** The hash that leads to it, perhaps with somebody's report; undefined while the lab is on show. */
  readonly hash: string | undefined
  readonly status: BenchmarkStatus
  show(hash: string): void
  leave(): void
  /** Resolves when it has ended. Refused while a sweep runs; a sweep that starts ends it. */
  measure(): Promise<void>
  stop(): void
}

export type BenchmarkStore = StoreApi<BenchmarkState>

interface BenchmarkServices {
  readonly lab: Pick<LabConnection, 'benchmark' | 'stopBenchmark'>
  readonly device: DeviceStore
}

export function createBenchmarkStore({ lab, device }: BenchmarkServices): BenchmarkStore {
  return createStore<BenchmarkState>()((set, get) => ({
    hash: undefined,
    status: { kind: 'idle' },
    show: (hash) => set({ hash }),
    leave: () => set({ hash: undefined }),
    async measure() {
      if (get().status.kind === 'measuring') return
      set({ status: { kind: 'measuring' } })
      const status = await lab
        .benchmark(device.getState().choice, (progress) => set({ status: { kind: 'measuring', progress } }))
        .then(
          (report): BenchmarkStatus => (report ? { kind: 'measured', report } : { kind: 'stopped' }),
          (error: unknown): BenchmarkStatus => ({
            kind: 'failed',
            message: error instanceof Error ? error.message : String(error),
          }),
        )
      set({ status })
    },
    stop: () => lab.stopBenchmark(),
  }))
}
