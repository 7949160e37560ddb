/**
 * A class as a school has it: plain http from another address, so that no page may use the GPU, and a network that lets no WebSocket through. One
 * part of it is trained by Chromium, the other by Firefox.
 */
import { createServer, request } from 'node:http'
import { expect } from '@playwright/test'
import { ensureChromium } from '../src/cli/chromium/ensure-chromium'
import { QUIET_FLAGS } from '../src/cli/chromium/flags'
import { firefoxFixture } from './firefox-test'
import { test as base } from './lab-test'
import { expectSame, LATE_QUESTION, type OpenClass, openClass, recordsIn, trainAlone } from './open-class'

const ELSEWHERE = 'plateau.test'
const MINUTE = 60_000
const CONFIG = '#capacity?v=1&preset=tiny.2'
const RUNS = 28

/** Passes requests on to a port of this machine, and refuses whatever wants to be more than HTTP. */
async function openSchoolNetwork(port: string) {
  let refused = 0
  const network = createServer((incoming, outgoing) => {
    const { url, method, headers } = incoming
    const passed = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  network.on('upgrade', (_, socket) => {
    refused++
    socket.destroy()
  })
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
  const bound = network.address()
  return {
    address: `http://${ELSEWHERE}:${typeof bound === 'object' && bound ? bound.port : 0}`,
    refused: () => refused,
    close() {
      network.close()
      network.closeAllConnections()
    },
  }
}

type SchoolNetwork = Awaited<ReturnType<typeof openSchoolNetwork>>

const test = base
  .extend(firefoxFixture)
  .extend<{ readonly opened: OpenClass; readonly network: SchoolNetwork }>({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    opened: async ({}, use) => {
      const opened = await openClass(CONFIG)
      await use(opened)
      opened.child.kill('SIGTERM')
    },
    network: async ({ opened }, use) => {
      const network = await openSchoolNetwork(opened.join.port)
      await use(network)
      network.close()
    },
    baseURL: async ({ network }, use) => use(network.address),
  })

test.use({
  launchOptions: {
    executablePath: ensureChromium(),
    args: [...QUIET_FLAGS, `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`],
  },
  // Chromium says on its console what the network has refused. One expression: of an array of two, Playwright takes the second for options.
  expectedComplaints: [new RegExp(`WebSocket connection to .* failed|${LATE_QUESTION.source}`)],
})

test('a class is filled by Chromium and Firefox, equal to one process', async ({
  newFirefox,
  opened,
  network,
  lab,
}) => {
  const { page } = lab
  // At once, before it has trained all.
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (!document.body?.innerText.includes('This tab has trained')) return
      const buttons = [...document.querySelectorAll('button')]
      buttons.find(({ textContent }) => textContent === 'Leave the class')?.click()
    }).observe(document, { childList: true, subtree: true, characterData: true })
  })
  await page.goto(`/${opened.join.hash}`)
  expect(await page.evaluate(() => isSecureContext)).toBe(false)
  await expect(page.getByText('You have left the class.')).toBeVisible({ timeout: MINUTE })
  await expect(page.getByText(/^This tab has trained \d+ run/)).toBeVisible()

  const firefox = await newFirefox({ 'network.dns.localDomains': ELSEWHERE })
  const { evaluate } = firefox
  await firefox.open(`${network.address}/${opened.join.hash}`)
  const text = async () => String(await evaluate('return document.body.innerText'))
  await expect.poll(text, { timeout: 3 * MINUTE }).toContain('Every run is there. Look at the front.')
  expect(await evaluate('return isSecureContext')).toBe(false)
  expect(await text()).toContain('open it by https, or on this machine by localhost')
  const byFirefox = Number(/This tab has trained (\d+) run/.exec(await text())?.[1])
  expect(byFirefox).toBeGreaterThan(0)
  expect(byFirefox).toBeLessThan(RUNS)
  expect(network.refused(), 'both have tried a WebSocket').toBeGreaterThanOrEqual(2)
  expect(firefox.complaints().filter((complaint) => !complaint.includes('WebSocket'))).toEqual([])
  expectSame(recordsIn(opened.file), trainAlone(CONFIG))
})
