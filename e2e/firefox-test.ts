/** Playwright's `test` with a Firefox that ends with the journey. Where the machine has none, the journey says so and is skipped. */
import { test as base, type Fixtures } from '@playwright/test'
import { type Firefox, findFirefox, NO_FIREFOX, startFirefox } from './firefox'

interface FirefoxFixture {
  readonly newFirefox: (preferences?: object) => Promise<Firefox>
}

export const firefoxFixture: Fixtures<FirefoxFixture> = {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  newFirefox: async ({}, use, { skip }) => {
    const executable = findFirefox()
    if (executable === undefined) {
      console.log(`  ${NO_FIREFOX}`)
      return skip(true, NO_FIREFOX)
    }
    const started: Firefox[] = []
    await use(async (preferences) => {
      const firefox = await startFirefox(executable, preferences)
      started.push(firefox)
      return firefox
    })
    for (const firefox of started) await firefox.close()
  },
}

export const test = base.extend<FirefoxFixture>(firefoxFixture)
