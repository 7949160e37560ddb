/** Builds the command line: main.ts and its training threads for Node, and the page that its Chromium host opens. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { commitOfBuild } from './src/cli/commit.ts'
import { processorKernels } from './vite.assemblyscript.ts'
import { gpuKernels } from './vite.wesl.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Names without hashes: a build over an older one replaces it file by file, also while that one runs. */
const output = { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' }

/** A file costs more to open than its code to read: what every run needs stands in two, and what only some need where it falls. */
const CHUNKS = [
  {
    name: 'runner',
    test: /\/src\/(engine\/(?!composed\/|devices\/tfjs|inspect\/)|kernels\/|runtime\/(?!models\/(?!model-store)))/,
  },
  {
    name: 'core',
    test: /\/src\/core\/(?!findings\/|figures\/|metrics\/sigmoid-fit|room\/|runs\/fit|results\/(bounds|line-results|merge|recorded)|sweep\/(pieces|training-strings)|data\/read-text|text\/device-text)|\/node_modules\/(zod|pure-rand|simple-statistics)\//,
  },
]

export default defineConfig({
  base: './',
  publicDir: false,
  logLevel: 'error',
  plugins: [processorKernels(), gpuKernels(), commitOfBuild(here('.'))],
  resolve: { alias: { '@': here('./src') } },
  builder: {
    async buildApp({ build, environments }) {
      for (const name of ['ssr', 'client']) await build(environments[name]!)
    },
  },
  environments: {
    ssr: {
      // What stands in one bundle loads several times as fast as from files of packages. Two of these bring programs of their own; queue and class are asked for by few.
      resolve: {
        noExternal: true,
        external: ['webgpu', 'playwright-core', 'bullmq', 'ioredis', 'socket.io'],
      },
      build: {
        ssr: true,
        target: 'node20',
        outDir: 'dist/cli',
        emptyOutDir: false,
        rolldownOptions: {
          input: {
            main: here('./src/cli/main.ts'),
            'pool-worker': here('./src/cli/hosts/pool-worker.ts'),
            class: here('./src/class/main.ts'),
          },
          output: { ...output, codeSplitting: { groups: CHUNKS } },
        },
      },
    },
    client: {
      build: {
        target: 'es2023',
        outDir: 'dist/cli/page',
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: { input: here('./src/cli/hosts/chromium-page.html'), output },
      },
    },
  },
})
