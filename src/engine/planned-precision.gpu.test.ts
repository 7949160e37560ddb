/** Rounded weights on WebGPU. */
import { plannedPrecisionContract } from './planned-precision.contract'
import { WASM_BINARIES } from './wasm-binaries'

plannedPrecisionContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES })
