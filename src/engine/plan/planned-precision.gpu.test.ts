/** Rounded weights on WebGPU. */

import { WASM_BINARIES } from '../devices/wasm-binaries'
import { plannedPrecisionContract } from '../testing/planned-precision.contract'

plannedPrecisionContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES })
