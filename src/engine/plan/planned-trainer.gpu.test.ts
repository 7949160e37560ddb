/** The plan on WebGPU. */
import { describe } from 'vitest'
import { WASM_BINARIES } from '../devices/wasm-binaries'
import { plannedTrainerContract } from '../testing/planned-trainer.contract'

describe('the plan on WebGPU', () => plannedTrainerContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES }))
