/** Runs a script in the lab's worker before the worker's own: the only way to give it a browser that lacks something. */
import type { Page } from '@playwright/test'

export async function beforeWorker(page: Page, script: string): Promise<void> {
  await page.route(/\/lab\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${script};\n${await response.text()}` })
  })
}

/** Replaces `navigator.gpu` by a JavaScript expression. */
export const withGpu = (expression: string): string =>
  `Object.defineProperty(navigator, 'gpu', { configurable: true, value: ${expression} })`
