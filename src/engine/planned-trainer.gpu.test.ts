/** The plan on WebGPU. */
import { describe } from 'vitest'
import { plannedTrainerContract } from './planned-trainer.contract'
import { WASM_BINARIES } from './wasm-binaries'

describe('the plan on WebGPU', () => plannedTrainerContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES }))
