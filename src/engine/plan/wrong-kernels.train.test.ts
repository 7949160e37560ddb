/** What a device gets whose kernels compute wrongly. Alone in its file: a thread opens each backend once. */
import { expect, it, vi } from 'vitest'
import { createTrainer } from '../create-trainer'
import { openBackend } from '../devices/backend'
import { SELF_TEST_MEMBERS, SELF_TEST_SCHEDULE, SELF_TEST_SHAPE } from './self-test'

vi.mock('../machines/processor/processor-machine', async (load) => {
  const { createProcessorDevice } = await load<typeof import('../machines/processor/processor-machine')>()
  return {
    createProcessorDevice(module: WebAssembly.Module) {
      const device = createProcessorDevice(module)
      return {
        createMachine() {
          const machine = device.createMachine()
          // Attention's gradient stays what was in memory before.
          return {
            ...machine,
            prepare: (records: Parameters<typeof machine.prepare>[0]) =>
              machine.prepare(records.filter(({ program }) => program.id !== 'attention.backward')),
          }
        },
      }
    },
  }
})

it('trains by composed ops where the self-test finds a wrong loss, and says so', async () => {
  const wasmPaths = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'
  const backend = await openBackend({ choice: 'wasm', wasmPaths })
  expect(backend.plan).toBeUndefined()
  expect(backend.limits.ragged).toBe(false)
  expect(backend.notice).toMatch(
    /^This device fails the self-test \(its kernels compute a loss of [\d.]+ where [\d.]+ is right\): training runs on slower, general kernels\.$/,
  )
  const spec = {
    family: 'gpt2',
    shape: SELF_TEST_SHAPE,
    steps: SELF_TEST_SCHEDULE,
    members: SELF_TEST_MEMBERS,
  }
  const trainer = await createTrainer(spec, backend)
  trainer.enqueue(1)
  const { lossNats } = await trainer.takeLosses()
  for (const loss of lossNats) expect(Math.abs(loss - Math.log(16))).toBeLessThan(0.2)
  trainer.dispose()
})
