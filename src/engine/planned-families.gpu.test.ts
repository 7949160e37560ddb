/** Families on WebGPU. */
import { describe } from 'vitest'
import { plannedFamiliesContract } from './planned-families.contract'
import { WASM_BINARIES } from './wasm-binaries'

describe('families by the plan on WebGPU', () =>
  plannedFamiliesContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES }))
