/** The page as another machine of the room has it, over plain http: no secure context, and therefore no GPU. */
import { expect } from '@playwright/test'
import { ensureChromium } from '../src/cli/chromium/ensure-chromium'
import { QUIET_FLAGS } from '../src/cli/chromium/flags'
import { test } from './lab-test'

const ELSEWHERE = 'plateau.test'

test.use({
  baseURL: process.env.PLATEAU_ADDRESS?.replace(/127\.0\.0\.1|localhost/, ELSEWHERE),
  launchOptions: {
    executablePath: ensureChromium(),
    args: [...QUIET_FLAGS, `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`],
  },
})

test('over plain http the page says how to reach a GPU, and trains on the processor', async ({ lab }) => {
  await lab.open('#capacity?v=1&preset=tiny&steps=12&datasetSizes=8,16&seeds=0')
  await lab.deviceReady()
  expect(await lab.page.evaluate(() => isSecureContext)).toBe(false)
  await expect(lab.badge).toContainText('wasm')
  await lab.badge.click()
  const passedOver = lab.backendPanel.getByRole('listitem')
  await expect(passedOver.filter({ hasText: 'webgpu' })).toContainText(
    'open it by https, or on this machine by localhost',
  )
  await lab.closeBackendPanel()
  await lab.button('Run').click()
  await lab.expectFinished(60_000)
})
