/** A Chromium for the tests, installed where the machine has none. Nothing that a user runs installs anything. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CHROMIUM_VARIABLE, findChromium } from './find-chromium.ts'

/** A download that stalls must not stall the tests with it. */
const INSTALL_TIMEOUT_MS = 5 * 60_000

export const HOW_TO_GET_CHROMIUM = `No Chromium was found. Install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install \
chromium; anywhere: npx playwright install --with-deps chromium), or set ${CHROMIUM_VARIABLE} to the path of its executable.`

/** @throws Error, saying what to do, where there is none and none can be installed. */
export function ensureChromium(): string {
  const found = findChromium()
  if (found !== undefined) return found
  for (const install of [installWithPlaywright, installWithApt]) {
    install()
    const installed = findChromium()
    if (installed !== undefined) return installed
  }
  throw new Error(HOW_TO_GET_CHROMIUM)
}

function installWithPlaywright(): void {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json')
  attempt(process.execPath, [join(dirname(manifest), 'cli.js'), 'install', 'chromium'])
}

/** Debian's own package brings the shared libraries that a bare machine lacks for Playwright's download. */
function installWithApt(): void {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return
  attempt('apt-get', ['update'])
  attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
}

function attempt(command: string, args: readonly string[]): void {
  process.stderr.write(`No Chromium found: trying ${[command, ...args].join(' ')}\n`)
  spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
