/** What can train a model, from the one that is usually fastest on. Records, permalinks and `--backend` know them by their ids. */

interface BackendKind {
  /** What a person calls it. */
  readonly label: string
  /** Whether the processor does the arithmetic: then threads help, and a device's name says little. */
  readonly isProcessor: boolean
}

export type BackendId = 'webgpu' | 'webgl' | 'wasm' | 'cpu'

export const BACKENDS: Readonly<Record<BackendId, BackendKind>> = {
  webgpu: { label: 'WebGPU', isProcessor: false },
  webgl: { label: 'WebGL', isProcessor: false },
  wasm: { label: 'WebAssembly', isProcessor: true },
  cpu: { label: 'JavaScript', isProcessor: true },
}

export const BACKEND_IDS: readonly BackendId[] = ['webgpu', 'webgl', 'wasm', 'cpu']

/**
 * The arithmetic of the processor's kernels, as records name it. Whatever changes the bits of a result, an order of sums or an approximation,
 * counts it up.
 */
export const PROCESSOR_NUMERICS = 'simd128-2'

/** Undefined for what is none of them: records of other versions, and several at once. */
export const backendOf = (id: string): BackendKind | undefined => {
  const known = BACKEND_IDS.find((own) => own === id)
  return known && BACKENDS[known]
}

/** One of them, or whichever is the fastest that works. */
export type BackendChoice = BackendId | 'auto'

export const BACKEND_CHOICES: readonly BackendChoice[] = ['auto', ...BACKEND_IDS]

/** One that `auto` passed over, and why, in words. */
export interface SkippedBackend {
  readonly name: BackendId
  readonly reason: string
  /** Whether it could be opened: it then trains when it is asked for by name. */
  readonly works?: boolean
}
