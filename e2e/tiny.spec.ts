/** The Tiny preset from the first run to the last, on WebAssembly, held against the expected numbers. */
import { test } from './lab-test'
import { expectTiny } from './tiny-expectations'

const MINUTES = 60_000

test('the Tiny preset reaches its plateau', async ({ lab }) => {
  // Charts out of sight are not redrawn: what they would take is left to training.
  await lab.page.setViewportSize({ width: 1280, height: 320 })
  await lab.open()
  await lab.deviceReady()
  await lab.chooseBackend('WebAssembly (wasm)')
  await lab.closeBackendPanel()
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(4 * MINUTES)
  console.log(`  ${await lab.runBar.getByText(/^Finished in /).innerText()}`)
  await expectTiny(lab, 'wasm')
})
