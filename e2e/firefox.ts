/**
 * A Firefox by its own protocol, Marionette: JSON over a local connection, each message with its length before it. Playwright drives only
 * builds of Firefox that it has patched, or newer ones than distributions have.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Environment variable with the Firefox to use, in place of one on the path. */
const FIREFOX_VARIABLE = 'PLATEAU_FIREFOX'

/** What a journey says that is skipped for lack of one. */
export const NO_FIREFOX = `skipped, no Firefox here: install one (Debian: apt-get install firefox-esr), or set ${FIREFOX_VARIABLE} to its path`

/** A page's text is in quotes and its address is one of the web; what Firefox says of itself has a name or an address of its own. */
const COMPLAINT = /^(console\.error: ["(]|JavaScript error: https?:)/

const START_TIMEOUT_MS = 60_000

/** A profile that asks nothing, asks nobody on the network, and prints what pages write to their console. */
const PREFERENCES = {
  'marionette.port': 0,
  'devtools.console.stdout.content': true,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // Settings that Mozilla would send; the address is the one that its own test tools use.
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
}

/** @returns the name or path of a Firefox that starts, if there is one. */
export function findFirefox(): string | undefined {
  const named = process.env[FIREFOX_VARIABLE]
  return (named ? [named] : ['firefox-esr', 'firefox']).find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0,
  )
}

export interface Firefox {
  open(address: string): Promise<void>
  /** @param body of a function that runs in the page. @returns what it returns. */
  evaluate(body: string): Promise<unknown>
  /** What pages have complained of: errors in the console, uncaught exceptions. */
  complaints(): string[]
  close(): Promise<void>
}

/** @param preferences of this one alone. @throws Error where it does not start in time. */
export async function startFirefox(executable: string, preferences: object = {}): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'plateau-firefox-'))
  const lines = Object.entries({ ...PREFERENCES, ...preferences }).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join(''))
  const browser = spawn(executable, ['--headless', '--no-remote', '--marionette', '--profile', profile])
  let printed = ''
  for (const output of [browser.stdout, browser.stderr])
    output.on('data', (text: Buffer) => {
      printed += text
    })
  const end = async () => {
    await ended(browser)
    rmSync(profile, { recursive: true, force: true })
  }
  try {
    const socket = connect({ host: '127.0.0.1', port: await portOf(profile, browser) })
    const send = speak(socket)
    await send('WebDriver:NewSession', {})
    return {
      open: async (url) => {
        await send('WebDriver:Navigate', { url })
      },
      evaluate: (script) => send('WebDriver:ExecuteScript', { script, args: [], sandbox: null }),
      complaints: () => printed.split('\n').filter((line) => COMPLAINT.test(line)),
      close: async () => {
        socket.destroy()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

async function ended(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null) return
  const exit = new Promise((resolve) => browser.once('exit', resolve))
  browser.kill()
  await exit
}

/** Firefox takes any free port and writes which into its profile. */
async function portOf(profile: string, browser: ChildProcess): Promise<number> {
  const file = join(profile, 'MarionetteActivePort')
  const late = Date.now() + START_TIMEOUT_MS
  while (Date.now() < late && browser.exitCode === null) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (port > 0) return port
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Firefox did not start in ${START_TIMEOUT_MS / 1000} s`)
}

/** @returns a function that sends a command and waits for its answer. One at a time: answers come in order. */
function speak(socket: Socket) {
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = []
  let received = Buffer.alloc(0)
  let commands = 0
  socket.on('error', (error) => waiting.shift()?.reject(error))
  socket.on('data', (data) => {
    received = Buffer.concat([received, data])
    for (let text = takeMessage(); text !== undefined; text = takeMessage()) {
      const message: unknown = JSON.parse(text)
      // It greets with an object.
      if (!Array.isArray(message)) continue
      const [, , error, result] = message
      if (error) waiting.shift()?.reject(new Error(`${error.error}: ${error.message}`))
      else waiting.shift()?.resolve(result?.value)
    }
  })

  /** `17:{"a":"message"…}`, if the whole of one is there. */
  function takeMessage(): string | undefined {
    const colon = received.indexOf(':')
    if (colon < 0) return undefined
    const end = colon + 1 + Number(received.toString('latin1', 0, colon))
    if (received.length < end) return undefined
    const text = received.toString('utf8', colon + 1, end)
    received = received.subarray(end)
    return text
  }

  return (name: string, parameters: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      const text = JSON.stringify([0, ++commands, name, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
}
