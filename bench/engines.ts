/** The engines of the table. Each is loaded only in its own process: two copies of tf.js share globals. */
import type { Peer } from './peer'

export const ENGINES = {
  plateau: { name: 'Plateau', load: async () => (await import('./peers/plateau')).peer },
  tfjs: { name: 'tf.js, eager', load: async () => (await import('./peers/tfjs')).peer },
  nanogpt: { name: '@genai-fi/nanogpt', load: async () => (await import('./peers/nanogpt')).peer },
  jax: { name: '@jax-js/jax, jit', load: async () => (await import('./peers/jax')).peer },
} satisfies Record<string, { name: string; load: () => Promise<Peer> }>

export type EngineId = keyof typeof ENGINES
