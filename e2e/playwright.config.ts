/** The journeys, against the production build: `*.webgpu.spec.ts` on SwiftShader's WebGPU, all others on a browser without a GPU. */
import { defineConfig } from '@playwright/test'
import { ensureChromium } from '../src/cli/chromium/ensure-chromium'
import { QUIET_FLAGS, UNCHECKED_SWIFTSHADER_FLAGS } from '../src/cli/chromium/flags'

const port = Number(process.env.PLATEAU_E2E_PORT ?? 4391)
const address = `http://127.0.0.1:${port}/`
const executablePath = ensureChromium()
const MINUTE = 60_000

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // Training takes the processor: two journeys at once would slow each other down.
  workers: 1,
  // A journey that passes at the second try has a bug at the first.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 5 * MINUTE,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { baseURL: address, actionTimeout: 30_000, trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: '..',
    url: address,
    reuseExistingServer: false,
  },
  projects: [
    {
      name: 'no-webgpu',
      testIgnore: '**/*.webgpu.spec.ts',
      use: { launchOptions: { executablePath, args: [...QUIET_FLAGS] } },
    },
    {
      name: 'webgpu',
      testMatch: '**/*.webgpu.spec.ts',
      use: { launchOptions: { executablePath, args: [...QUIET_FLAGS, ...UNCHECKED_SWIFTSHADER_FLAGS] } },
    },
  ],
})
