/** The engines of the tables. Each is loaded only in its own process: two copies of tf.js share globals. */
import type { Peer } from './peer'

export const GPU_ENGINES = {
  plateau: { name: 'Plateau', load: async () => (await import('./peers/plateau')).peer },
  tfjs: { name: 'tf.js, eager', load: async () => (await import('./peers/tfjs')).peer },
  nanogpt: { name: '@genai-fi/nanogpt', load: async () => (await import('./peers/nanogpt')).peer },
  jax: { name: '@jax-js/jax, jit', load: async () => (await import('./peers/jax')).peer },
} satisfies Record<string, { name: string; load: () => Promise<Peer> }>

/** None of them asks anything of WebGPU; the others are held against composed ops. */
export const PROCESSOR_ENGINES = {
  plan: { name: 'Plateau, plan', load: async () => (await import('./peers/processor')).plan },
  composed: {
    name: 'composed ops, tf.js wasm',
    load: async () => (await import('./peers/processor')).composed,
  },
  'jax-wasm': { name: '@jax-js/jax, jit, wasm', load: async () => (await import('./peers/jax')).wasmPeer },
} satisfies Record<string, { name: string; load: () => Promise<Peer> }>

export const ENGINES = { ...GPU_ENGINES, ...PROCESSOR_ENGINES }

export type GpuEngineId = keyof typeof GPU_ENGINES
export type ProcessorEngineId = keyof typeof PROCESSOR_ENGINES
export type EngineId = keyof typeof ENGINES
