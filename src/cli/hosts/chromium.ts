/** The lab in a headless Chromium: the same runner in a small page, its events brought back by a bound function. */

import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { BackendChoice } from '@/core/backends'
import { deathOf } from '../chromium/death-of'
import { HOW_TO_GET_CHROMIUM } from '../chromium/ensure-chromium'
import { CHROMIUM_VARIABLE, findChromium } from '../chromium/find-chromium'
import { QUIET_FLAGS, SWIFTSHADER_FLAGS, WEBGPU_FLAGS } from '../chromium/flags'
import { CliError } from '../cli-error'
import { pathText } from '../files/file-error'
import type { LabHost, Note } from './host'
import { servePage } from './page-server'

/** The built page: it lies beside the built command line. */
const PAGE_FOLDER = fileURLToPath(new URL('./page/', import.meta.url))
const PAGE_PATH = 'src/cli/hosts/chromium-page.html'

/** @throws CliError where there is no Chromium that starts. */
export async function openChromiumHost(backend: BackendChoice, note: Note): Promise<LabHost> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new CliError(HOW_TO_GET_CHROMIUM)
  const server = await servePage(PAGE_FOLDER)
  try {
    const page = await openLabPage(executablePath, `${server.address}${PAGE_PATH}`, backend, note)
    const browser = page.context().browser()!
    const crash = crashOf(browser, page)
    return {
      probe: (choice) => Promise.race([page.evaluate((c) => plateauLab.probe(c), choice), crash]),
      async run(request, signal, emit) {
        await Promise.race([page.exposeFunction('plateauEmit', emit), crash])
        const stop = () => void page.evaluate(() => plateauLab.stop()).catch(() => undefined)
        signal.addEventListener('abort', stop)
        if (signal.aborted) stop()
        await Promise.race([page.evaluate((r) => plateauLab.run(r), request), crash])
      },
      async close() {
        await browser.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

async function openLabPage(
  executablePath: string,
  address: string,
  backend: BackendChoice,
  note: Note,
): Promise<Page> {
  const open = (flags: readonly string[]) => openPage(executablePath, address, flags, note)
  if (backend !== 'webgpu' && backend !== 'auto') return open([])
  const page = await open(WEBGPU_FLAGS)
  if (backend === 'auto' || (await hasAdapter(page))) return page
  await page.context().browser()?.close()
  note("No GPU was found; using Chromium's SwiftShader: correct, but very slow.")
  return open(SWIFTSHADER_FLAGS)
}

async function openPage(
  executablePath: string,
  address: string,
  flags: readonly string[],
  note: Note,
): Promise<Page> {
  try {
    // Ctrl-C is for the runner, which stops at its next step; Playwright would take the browser away.
    const browser = await chromium.launch({
      executablePath,
      args: [...QUIET_FLAGS, ...flags],
      handleSIGINT: false,
    })
    const page = await browser.newPage()
    page.on('pageerror', (error) => note(`In Chromium: ${error.message}`))
    await page.goto(address)
    return page
  } catch (error) {
    const reason = deathOf(error instanceof Error ? error.message : String(error))
    throw new CliError(
      `${pathText(executablePath)} did not start as a Chromium: ${reason}. ${CHROMIUM_VARIABLE} may name another.`,
    )
  }
}

const hasAdapter = (page: Page): Promise<boolean> =>
  page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()))

/** A promise that rejects when the page or its browser is gone, and never resolves. */
function crashOf(browser: Browser, page: Page): Promise<never> {
  const crash = new Promise<never>((_, reject) => {
    const gone = () => reject(new CliError('Chromium crashed; finished trials are kept'))
    page.on('crash', gone)
    browser.on('disconnected', gone)
  })
  // It is raced against one call after another; a browser that is closed between them is no failure.
  crash.catch(() => undefined)
  return crash
}
