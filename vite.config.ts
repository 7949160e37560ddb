/** The page's build, its local servers, and the tests: in Node, and on WebGPU in a headless Chromium. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import mdx from '@mdx-js/rollup'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { ensureChromium } from './src/cli/chromium/ensure-chromium.ts'
import { QUIET_FLAGS, SWIFTSHADER_FLAGS } from './src/cli/chromium/flags.ts'
import { commitOfBuild } from './src/cli/commit.ts'
import { processorKernels } from './vite.assemblyscript.ts'
import { serviceWorker } from './vite.service-worker.ts'
import { gpuKernels } from './vite.wesl.ts'
import { keyOfCompiled } from './vitest.cache.ts'

const MINUTE = 60_000

/** Vitest reads this only when the tests in the browser are to run, and only then may a Chromium be installed. */
const gpuBrowser = {
  args: [...QUIET_FLAGS, ...SWIFTSHADER_FLAGS],
  get executablePath() {
    return ensureChromium()
  },
}

/** Whether a Linux desktop has what Vite opens pages with: its own way under WSL, else xdg-open. */
function canOpenOnLinux({ DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME, PATH = '' } = process.env): boolean {
  const hasOpener = PATH.split(delimiter).some((folder) => existsSync(join(folder, 'xdg-open')))
  return Boolean(DISPLAY || WAYLAND_DISPLAY) && (Boolean(WSL_DISTRO_NAME) || hasOpener)
}

/** `npm start` opens the page where there is a desktop to open it on. */
const opensBrowser =
  process.env.npm_lifecycle_event === 'start' &&
  !process.env.CI &&
  (process.platform !== 'linux' || canOpenOnLinux())

/**
 * React and all that imports it, in one bundle for the tests of components: their thousand files take longer to load than these tests take.
 * A package that is missing here would bring a React of its own, whose hooks fail at once.
 */
const REACT_PACKAGES = [
  'react',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
  'react-dom/server.browser',
  '@mantine/core',
  '@mantine/hooks',
  '@testing-library/react',
  'recharts',
  'zustand',
]

/** What several parts share that are loaded apart: in one file, because each takes a request. */
const SHARED = { name: 'shared', test: /\/src\/(core|families|runtime\/runner)\//, minShareCount: 2 }

export default defineConfig({
  // Relative addresses: the build runs from any folder of any server.
  base: './',
  // Lessons become components before React's plugin sees them.
  plugins: [
    { enforce: 'pre', ...mdx() },
    react(),
    processorKernels(),
    gpuKernels(),
    serviceWorker(),
    commitOfBuild(fileURLToPath(new URL('.', import.meta.url))),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: {
    format: 'es',
    plugins: () => [processorKernels(), gpuKernels()],
    rolldownOptions: { output: { codeSplitting: { groups: [SHARED] } } },
  },
  // Kilobytes of script, uncompressed: a chunk of the page that outgrows this is to be split.
  build: {
    target: 'es2023',
    outDir: 'dist/page',
    chunkSizeWarningLimit: 700,
    // A small font would become a data: address, from which the page's content policy lets none be loaded.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    rolldownOptions: { output: { codeSplitting: { groups: [SHARED] } } },
  },
  preview: { open: opensBrowser },
  test: {
    // On machines that have other work too.
    testTimeout: MINUTE,
    hookTimeout: MINUTE,
    // A file's name says which suite it belongs to; src/architecture/unit-tests.ts says what a unit test may load.
    projects: [
      {
        extends: true,
        plugins: [keyOfCompiled()],
        test: {
          name: 'unit',
          include: ['{src,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{train,gpu}.test.ts'],
          setupFiles: ['vitest.unit.ts'],
          // Files share a thread and the modules that it has loaded: most take less time than loading does.
          pool: 'threads',
          isolate: false,
          deps: { optimizer: { client: { enabled: true, include: REACT_PACKAGES } } },
          // What was compiled in an earlier run need not be again; CI begins with nothing.
          experimental: { fsModuleCache: !process.env.CI },
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'train',
          include: ['{src,bench}/**/*.train.test.ts'],
          // After the unit tests, beside those in the browser.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          // SwiftShader takes seconds for an eager step, and two files at once would share its processor.
          fileParallelism: false,
          testTimeout: 5 * MINUTE,
          hookTimeout: 5 * MINUTE,
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: gpuBrowser }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
