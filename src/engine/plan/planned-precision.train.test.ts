/** Rounded weights on the processor. */
import { plannedPrecisionContract } from '../testing/planned-precision.contract'

plannedPrecisionContract({ choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' })
