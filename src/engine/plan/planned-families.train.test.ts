/** Families on the processor. */
import { describe } from 'vitest'
import { plannedFamiliesContract } from '../testing/planned-families.contract'

describe('families by the plan on the processor', () =>
  plannedFamiliesContract({ choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' }))
