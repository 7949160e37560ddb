/**
 * The journeys, against the production build: `*.webgpu.spec.ts` on SwiftShader's WebGPU, `*.firefox.spec.ts` in a Firefox where there is
 * one, all others on a Chromium without a GPU.
 */
import { defineConfig } from '@playwright/test'
import { ensureChromium } from '../src/cli/chromium/ensure-chromium'
import { QUIET_FLAGS, UNCHECKED_SWIFTSHADER_FLAGS } from '../src/cli/chromium/flags'

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
  use: {
    baseURL: process.env.PLATEAU_ADDRESS,
    actionTimeout: 30_000,
    // What it keeps would take the processor in the middle of a journey.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  webServer: {
    // Port 0 is any that is free: another checkout's tests may run beside these. The server prints which, and Playwright keeps it as the
    // variable PLATEAU_ADDRESS for the processes of the tests, which read this file anew.
    command: 'npx vite preview --configLoader runner --host 127.0.0.1 --port 0',
    cwd: '..',
    // The second is the name by which a journey comes as from another machine.
    env: { FORCE_COLOR: '0', __VITE_ADDITIONAL_SERVER_ALLOWED_HOSTS: 'plateau.test' },
    wait: { stdout: /Local: +(?<plateau_address>http:\S+)/ },
  },
  projects: [
    {
      name: 'no-webgpu',
      testIgnore: '**/*.{webgpu,firefox}.spec.ts',
      use: { launchOptions: { executablePath, args: [...QUIET_FLAGS] } },
    },
    {
      name: 'webgpu',
      testMatch: '**/*.webgpu.spec.ts',
      use: { launchOptions: { executablePath, args: [...QUIET_FLAGS, ...UNCHECKED_SWIFTSHADER_FLAGS] } },
    },
    // Starts its own browser.
    { name: 'firefox', testMatch: '**/*.firefox.spec.ts' },
  ],
})
