/** When tf.js is loaded, and for whom. Alone in its file: what has been loaded stays. */
import { expect, it } from 'vitest'
import { SELF_TEST_MEMBERS, SELF_TEST_SCHEDULE, SELF_TEST_SHAPE } from '../plan/self-test'
import { openBackend } from './backend'

const wasmPaths = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'
const spec = {
  family: 'gpt2',
  shape: SELF_TEST_SHAPE,
  steps: SELF_TEST_SCHEDULE,
  members: SELF_TEST_MEMBERS,
}
/** tf.js keeps its engine there from the moment that it is imported. */
const isLoaded = () => '_tfengine' in globalThis

it('is loaded by a trainer of composed ops, and not by a device that replays plans', async () => {
  const backend = await openBackend({ choice: 'wasm', wasmPaths })
  expect(backend.plan).toBeDefined()
  expect(isLoaded()).toBe(false)
  const trainer = await backend.createComposed(spec)
  expect(isLoaded()).toBe(true)
  trainer.dispose()
})

it('computes on the backend that was opened last, and on no other', async () => {
  const stopped = await openBackend({ choice: 'wasm', wasmPaths })
  const next = await openBackend({ choice: 'cpu', wasmPaths })
  await expect(stopped.createComposed(spec)).rejects.toThrow('cpu was opened after wasm')
  const trainer = await next.createComposed(spec)
  trainer.dispose()
})
