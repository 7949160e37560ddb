import { expect, it } from 'vitest'
import type { DeviceReport } from '@/runtime/protocol'
import { createFakeLab, REPORT } from './testing/fake-services'

it('probes, and remembers the choice for the next visit', async () => {
  const preferences = new Map<string, string>()
  const { device } = createFakeLab({ preferences })
  expect(device.getState()).toMatchObject({ choice: 'auto', status: { kind: 'probing' } })
  await device.getState().choose('wasm')
  expect(device.getState().status).toEqual({ kind: 'ready', report: REPORT })
  expect(createFakeLab({ preferences }).device.getState().choice).toBe('wasm')
})

it('takes a stored choice that is none for auto', () => {
  const preferences = new Map([['backend', 'abacus']])
  expect(createFakeLab({ preferences }).device.getState().choice).toBe('auto')
})

it('lets a GPU tune itself until it is told not to, which is remembered', () => {
  const preferences = new Map<string, string>()
  const { device } = createFakeLab({ preferences })
  expect(device.getState().tune).toBe(true)
  device.getState().setTune(false)
  expect(device.getState().tune).toBe(false)
  expect(createFakeLab({ preferences }).device.getState().tune).toBe(false)
})

it('says why no device was opened', async () => {
  const { device, worker } = createFakeLab()
  worker.probeAnswer = async () => {
    throw new Error('no adapter')
  }
  await device.getState().probe()
  expect(device.getState().status).toEqual({ kind: 'failed', message: 'no adapter' })
})

it('tells how many kernels a GPU has compiled, until another device is chosen', async () => {
  const { device, worker } = createFakeLab()
  let compiled: ((done: number, of: number) => void) | undefined
  worker.probeAnswer = (backend, onCompiled) => {
    if (backend === 'cpu') return Promise.resolve(REPORT)
    compiled = onCompiled
    return new Promise(() => undefined)
  }
  void device.getState().choose('webgpu')
  compiled?.(5, 24)
  expect(device.getState().status).toEqual({ kind: 'probing', compiling: { done: 5, of: 24 } })
  await device.getState().choose('cpu')
  compiled?.(6, 24)
  expect(device.getState().status).toEqual({ kind: 'ready', report: REPORT })
})

it('lets the latest choice win over a slower earlier probe', async () => {
  const { device, worker } = createFakeLab()
  const slow: ((report: DeviceReport) => void)[] = []
  worker.probeAnswer = (backend) =>
    backend === 'webgpu'
      ? new Promise((resolve) => {
          slow.push(resolve)
        })
      : Promise.resolve({ ...REPORT, maxMembers: 3 })
  const first = device.getState().choose('webgpu')
  await device.getState().choose('cpu')
  slow[0]?.({ ...REPORT, maxMembers: 99 })
  await first
  expect(device.getState().status).toMatchObject({ kind: 'ready', report: { maxMembers: 3 } })
})
