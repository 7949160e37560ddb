/** Families on WebGPU. */
import { describe } from 'vitest'
import { WASM_BINARIES } from '../devices/wasm-binaries'
import { plannedFamiliesContract } from '../testing/planned-families.contract'

describe('families by the plan on WebGPU', () =>
  plannedFamiliesContract({ choice: 'webgpu', wasmPaths: WASM_BINARIES }))
