/** Looks for a Chromium that starts: the one that was named, the system's, then Playwright's download. Installs nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { CliError } from '../cli-error.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/** Environment variable with the path of the Chromium to use; where it is set, no other is looked for. */
export const CHROMIUM_VARIABLE = 'PLATEAU_CHROMIUM'

/** @returns the path of the executable. @throws CliError where PLATEAU_CHROMIUM names something that does not start. */
export function findChromium(): string | undefined {
  const named = process.env[CHROMIUM_VARIABLE]
  if (named) {
    if (starts(named)) return named
    throw new CliError(`${CHROMIUM_VARIABLE} is "${named}", which does not start as a Chromium`)
  }
  return systemPlaces().find(starts) ?? [playwrightPlace()].find(starts)
}

function systemPlaces(): string[] {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  // By name first: a machine with several has its distribution's before a vendor's.
  const byName = NAMES.flatMap((name) => onPath.filter((path) => path.endsWith(name)))
  return [...byName, ...platformPlaces()]
}

/** Playwright takes a third of a second to load: only where the system has no Chromium. */
function playwrightPlace(): string {
  const { chromium }: typeof import('playwright-core') = createRequire(import.meta.url)('playwright-core')
  return chromium.executablePath()
}

function platformPlaces(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Chromium', 'Google Chrome', 'Microsoft Edge']
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => process.env[name] ?? [],
    )
    const programs = ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe']
    return roots.flatMap((root) =>
      [...programs, 'Microsoft/Edge/Application/msedge.exe'].map((program) => join(root, program)),
    )
  }
  return []
}

/** Some distributions install a script of the name that only tells where to get the browser: so it is asked for its version. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false
  if (process.platform === 'win32') return true // there the question would open a window
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}
