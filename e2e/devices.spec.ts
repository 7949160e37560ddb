/** Machines without a usable GPU, and workers that die: each is recognised, explained, and worked around. */
import { expect } from '@playwright/test'
import type { LabPage } from './lab-page'
import { test } from './lab-test'
import { beforeWorker, withGpu } from './worker-prelude'

const SHORT = '#capacity?v=1&preset=tiny&steps=12&datasetSizes=8,16&seeds=0'

const REFUSALS = [
  {
    what: 'no WebGPU at all',
    gpu: 'undefined',
    reason: 'this browser does not offer WebGPU here',
  },
  {
    what: 'no adapter',
    gpu: '{ requestAdapter: async () => null }',
    reason: 'no adapter: the GPU or its driver is refused',
  },
  {
    what: 'an adapter request that throws',
    gpu: `{ requestAdapter: async () => { throw new Error('blocked by policy') } }`,
    reason: 'blocked by policy',
  },
  {
    what: 'an adapter that refuses its device',
    gpu: `{ requestAdapter: async () => ({
      limits: {}, features: new Set(), info: { vendor: 'acme' }, requestDevice: async () => { throw new Error('the device is busy') },
    }) }`,
    reason: 'the device is busy',
  },
] as const

for (const { what, gpu, reason } of REFUSALS) {
  test(`${what}: the page says so and trains on wasm`, async ({ lab }) => {
    await beforeWorker(lab.page, withGpu(gpu))
    await lab.open(SHORT)
    await lab.deviceReady()
    await expect(lab.badge).toContainText('wasm')
    await lab.badge.click()
    const passedOver = lab.backendPanel.getByRole('listitem')
    await expect(passedOver.filter({ hasText: 'webgpu' })).toContainText(reason)
    await expect(lab.backendPanel).toContainText('Training on your processor')
    await lab.button('Run').click()
    await lab.expectFinished(30_000)
  })
}

test('WebGPU chosen where there is none: a clear message, and Automatic works again', async ({ lab }) => {
  await lab.open(SHORT)
  await lab.deviceReady()
  await lab.chooseBackend('WebGPU')
  const notice = lab.notice('No backend works here')
  await expect(notice).toContainText('webgpu: the browser offers WebGPU but no adapter')
  await expect(notice).toContainText('choose another backend in the header')
  await expect(lab.badge).toContainText('none works')

  // Also a run that is started all the same says why it cannot.
  await lab.closeBackendPanel()
  if (await lab.button('Run').isEnabled()) {
    await lab.button('Run').click()
    await expect(lab.notice('The sweep ended early')).toContainText('no adapter')
  }

  // The choice outlives a reload, and so does the way out.
  await lab.page.reload()
  await expect(notice).toBeVisible()
  await lab.chooseBackend('Automatic: the fastest that works')
  await expect(notice).toBeHidden()
  await lab.deviceReady()
  await expect(lab.badge).toContainText('wasm')
  await lab.closeBackendPanel()
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
})

/** Runs to the end and returns the mean losses by dataset size. */
async function finalLosses(lab: LabPage, backend: string): Promise<number[]> {
  await lab.button('Run').click()
  await lab.expectFinished(120_000)
  const records = await lab.records()
  expect(records.map((record) => record.backend)).toEqual([backend, backend])
  for (const record of records) expect(record.heldoutMemorizedBits).toBeLessThanOrEqual(0)
  return records.map((record) => record.trainBitsPerToken)
}

test('WebGL and plain JavaScript finish a sweep with the numbers of wasm', async ({ newLab }) => {
  const wasm = await newLab()
  await wasm.open(SHORT)
  await wasm.deviceReady()
  const expected = await finalLosses(wasm, 'wasm')

  const webgl = await newLab()
  await webgl.open(SHORT)
  await webgl.deviceReady()
  await webgl.chooseBackend('WebGL')
  await expect(webgl.badge).toContainText('webgl', { timeout: 60_000 })
  await expect(webgl.backendPanel).toContainText('is software')
  await webgl.closeBackendPanel()
  expectClose(await finalLosses(webgl, 'webgl'), expected)

  const cpu = await newLab()
  await beforeWorker(
    cpu.page,
    `delete globalThis.WebAssembly; delete globalThis.OffscreenCanvas; ${withGpu('undefined')}`,
  )
  await cpu.open(SHORT)
  await cpu.deviceReady()
  await expect(cpu.badge).toContainText('cpu', { timeout: 60_000 })
  expectClose(await finalLosses(cpu, 'cpu'), expected)
})

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, i) => {
    expect(Math.abs(value / expected[i]! - 1), `loss ${value} against wasm's ${expected[i]}`).toBeLessThan(
      1e-3,
    )
  })
}

test('a worker that crashes in mid-sweep costs nothing that was finished', async ({
  lab,
  expectedComplaints,
}) => {
  expectedComplaints.push(/the worker fell over/)
  // Six alike: whichever train together, some are finished while others are not.
  await lab.open('#capacity?v=1&preset=tiny&steps=4000&datasetSizes=256&seeds=0,1,2,3,4,5')
  await lab.deviceReady()
  await lab.button('Run').click()
  await expect(lab.stat('Runs finished')).toHaveText(/^[1-4] of 6$/, { timeout: 60_000 })
  await lab.page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('the worker fell over')
    })
  })
  const notice = lab.notice('The sweep ended early')
  await expect(notice).toContainText('the worker fell over')
  await expect(lab.source).toContainText(/[1-5] finished runs?/)
  await lab.button('Continue').click()
  await lab.expectFinished(60_000)
  await expect(notice).toBeHidden()
  await expect(lab.source).toContainText('6 finished runs')
})
