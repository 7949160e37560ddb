/** What the composed path asks of the backend that it runs on. */
import type { OrLost } from '../contract/trainer'

export interface ComposedTraits {
  /** Transpose first, then multiply: faster on wasm; elsewhere the product takes a transposed operand for free. */
  readonly explicitTranspose: boolean
}

export interface ComposedBackend {
  readonly traits: ComposedTraits
  readonly orLost: OrLost
}
