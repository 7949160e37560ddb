/** The plan on WebGPU against the independent trainer's first steps. SwiftShader takes twenty seconds for each shape: three of the six are trained. */
import { describe } from 'vitest'
import { openBackend } from '../devices/backend'
import { WASM_BINARIES } from '../devices/wasm-binaries'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { parityContract } from './parity.contract'

describe('the plan on WebGPU', () => {
  parityContract(
    async (spec) => {
      const device = await openBackend({ choice: 'webgpu', wasmPaths: WASM_BINARIES })
      return createPlannedTrainer(spec, device.plan!.createMachine(), device)
    },
    { only: ['tiny', 'clipped', 'tied', 'odd sizes'] },
  )
})
