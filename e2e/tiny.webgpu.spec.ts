/** The whole Tiny preset, all seeds, on WebGPU in the page: computed by SwiftShader, so minutes where a GPU takes seconds. */
import { expect } from '@playwright/test'
import { test } from './lab-test'
import { expectTiny } from './tiny-expectations'

const MINUTES = 60_000
test.setTimeout(18 * MINUTES)

test('the Tiny preset reaches its plateau on the fused kernels', async ({ lab }) => {
  // Charts out of sight are not redrawn: what they would take is left to training.
  await lab.page.setViewportSize({ width: 1280, height: 320 })
  await lab.open()
  await lab.chooseBackend('WebGPU')
  await expect(lab.badge).toContainText(/webgpu, .*swiftshader/i, { timeout: 3 * MINUTES })
  await expect(lab.backendPanel).not.toContainText('fails the self-test')
  await lab.closeBackendPanel()
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(15 * MINUTES)
  console.log(`  ${await lab.runBar.getByText(/^Finished in /).innerText()}`)
  await expectTiny(lab, 'webgpu')
})
