/** WebGPU in the page, computed by SwiftShader: up to seconds a step, so twenty steps of Tiny's sizes, held against the same run on wasm. */
import { expect } from '@playwright/test'
import { test } from './lab-test'
import { beforeWorker } from './worker-prelude'

const MINUTES = 60_000

const MICRO = '#capacity?v=1&preset=tiny&steps=20&learningRate=0.01&seeds=0'

test('a micro run on WebGPU gives the losses of wasm', async ({ lab, newLab }) => {
  await lab.open(MICRO)
  // Automatic passes over an adapter that the processor imitates, and says why.
  await lab.deviceReady()
  await expect(lab.badge).toContainText('wasm')
  await lab.badge.click()
  await expect(lab.backendPanel.getByRole('listitem').filter({ hasText: 'webgpu' })).toContainText(
    /swiftshader is computed by the processor: slower than wasm/i,
  )
  await lab.chooseBackend('WebGPU')
  await expect(lab.badge).toContainText(/webgpu, .*swiftshader/i, { timeout: 3 * MINUTES })
  await expect(lab.backendPanel).toContainText('is software')
  await expect(lab.backendPanel).not.toContainText('fails the self-test')
  await lab.closeBackendPanel()
  await lab.button('Run').click()
  await lab.expectFinished(3 * MINUTES)
  console.log(`  ${await lab.runBar.getByText(/^Finished in /).innerText()}`)
  const onWebGpu = await lab.records()

  const other = await newLab()
  await other.open(MICRO)
  await other.deviceReady()
  await other.button('Run').click()
  await other.expectFinished(3 * MINUTES)
  const onWasm = await other.records()

  expect(onWebGpu.map(({ backend, trialKey }) => [backend, trialKey])).toEqual(
    onWasm.map(({ trialKey }) => ['webgpu', trialKey]),
  )
  expect(onWebGpu).toHaveLength(6)
  expect(Math.max(...onWebGpu.map(({ members }) => members)), 'some in one population').toBeGreaterThan(1)
  onWebGpu.forEach((record, i) => {
    const reference = onWasm[i]!
    expect(reference.backend).toBe('wasm')
    expect(record.device).toMatch(/swiftshader/i)
    const difference = Math.abs(record.trainBitsPerToken / reference.trainBitsPerToken - 1)
    console.log(
      `  N ${record.datasetSize}: ${record.trainBitsPerToken} against ${reference.trainBitsPerToken}`,
    )
    expect(difference, `train loss at N ${record.datasetSize}`).toBeLessThan(1e-3)
    expect(record.heldoutMemorizedBits).toBeLessThanOrEqual(0)
  })
})

test('a lost device ends the sweep with advice, and the next one gets a fresh device', async ({ lab }) => {
  await beforeWorker(
    lab.page,
    `const { requestDevice } = GPUAdapter.prototype
     GPUAdapter.prototype.requestDevice = async function (wanted) {
       return (globalThis.opened = await requestDevice.call(this, wanted))
     }`,
  )
  await lab.open('#capacity?v=1&preset=tiny&steps=10000&datasetSizes=8&seeds=0')
  await lab.chooseBackend('WebGPU')
  await expect(lab.badge).toContainText(/webgpu, .*swiftshader/i, { timeout: 3 * MINUTES })
  await lab.closeBackendPanel()
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Step'), { timeout: MINUTES }).toBeGreaterThan(0)
  await lab.page.workers()[0]!.evaluate('globalThis.opened.destroy()')
  const notice = lab.notice('The sweep ended early')
  await expect(notice).toContainText('The graphics device was reset', { timeout: 3 * MINUTES })
  await lab.button('Run').click()
  await expect(notice).toBeHidden()
  await expect.poll(() => lab.statValue('Step'), { timeout: 3 * MINUTES }).toBeGreaterThan(0)
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible({ timeout: MINUTES })
})
