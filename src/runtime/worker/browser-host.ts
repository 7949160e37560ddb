/** The runner's host in a browser. */
import { WASM_BINARIES } from '@/engine/devices/wasm-binaries'
import type { RunnerHost } from '../runner/host'
import { browserFindings } from './browser-findings'
import { browserName } from './browser-name'

export const browserHost: RunnerHost = {
  wasmPaths: WASM_BINARIES,
  now: () => performance.now(),
  date: () => new Date(),
  platform: browserName(navigator.userAgent),
  findings: browserFindings,
}
