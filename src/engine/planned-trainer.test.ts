/** The plan on the processor. */
import { describe } from 'vitest'
import { plannedTrainerContract } from './planned-trainer.contract'

describe('the plan on the processor', () =>
  plannedTrainerContract({ choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' }))
