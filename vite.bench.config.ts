/** Builds the bench for Node: its own process, and those that it starts: one for each engine, and those that look at the card. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { processorKernels } from './vite.assemblyscript.ts'
import { gpuKernels } from './vite.wesl.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  publicDir: false,
  logLevel: 'error',
  plugins: [processorKernels(), gpuKernels()],
  resolve: { alias: { '@': here('./src') } },
  ssr: {
    // tf.js's modules, and Comlink's adapter for Node, leave out file extensions, which Node's loader needs: so they are bundled, and all else
    // is imported.
    noExternal: [/^@tensorflow\//, 'comlink'],
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/bench',
    rolldownOptions: {
      input: {
        main: here('./bench/main.ts'),
        child: here('./bench/child.ts'),
        probe: here('./bench/probe.ts'),
        'profile-process': here('./bench/profile-process.ts'),
        'preset-process': here('./bench/preset-process.ts'),
        'paths-process': here('./bench/paths-process.ts'),
        'device-process': here('./bench/device-process.ts'),
        'scale-process': here('./bench/scale-process.ts'),
        'class-process': here('./bench/class-process.ts'),
        'pool-worker': here('./src/cli/hosts/pool-worker.ts'),
      },
      // All in one folder: whoever starts a thread of the pool names its file beside its own.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
