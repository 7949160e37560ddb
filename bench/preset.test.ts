/** A preset is run only where it would be Plateau's own speed. Alone in its file: a thread opens each backend once. */
import { expect, it } from 'vitest'
import { prepareNodeHost } from '@/cli/hosts/node-host'
import { openDawn } from './dawn'

it('is not timed on kernels that are not the plan, and says why', async () => {
  // It does no work, so the self-test finds it computing wrongly.
  await openDawn('null')
  const host = prepareNodeHost()
  const { runPreset } = await import('./preset')
  await expect(runPreset(host, 'capacity', 'quick')).rejects.toThrow(/fails the self-test/)
})
