/** Both paths on the processor against the independent trainer's first steps. */
import { describe } from 'vitest'
import { openBackend } from '../devices/backend'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { parityContract } from './parity.contract'

const REQUEST = { choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' } as const

describe('the plan on the processor', () => {
  parityContract(async (spec) => {
    const device = await openBackend(REQUEST)
    return createPlannedTrainer(spec, device.plan!.createMachine(), device)
  })
})

describe('composed ops', () => {
  parityContract(async (spec) => (await openBackend(REQUEST)).createComposed(spec))
})
