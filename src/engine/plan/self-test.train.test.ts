/** Does the self-test see a device that computes wrongly? On the processor, whose kernels can be tampered with. */
import { beforeAll, describe, expect, it } from 'vitest'
import { families } from '@/core/model/families'
import { createProcessorDevice } from '../machines/processor/processor-machine'
import { compileProcessorKernels } from '../machines/processor/processor-module'
import type { PlanDevice } from './machine'
import { selfTest } from './self-test'
import type { StepPlan } from './step-plan'

let right: PlanDevice
beforeAll(async () => {
  right = createProcessorDevice(await compileProcessorKernels())
})

/** Replays another plan than it is given. */
const tampered = (change: (plan: StepPlan) => StepPlan): PlanDevice => ({
  createMachine() {
    const machine = right.createMachine()
    return { ...machine, prepare: (plan, onCompiled) => machine.prepare(change(plan), onCompiled) }
  },
})

describe.each([...families.keys()])('the self-test of %s', (family) => {
  it('passes where all kernels do what they say', async () => {
    expect(await selfTest(right, family)).toBeUndefined()
  })

  it('sees any one dispatch that does nothing', async () => {
    const ids: string[] = []
    const counting = tampered((plan) => {
      ids.push(...plan.map(({ program }) => program.id))
      return plan
    })
    expect(await selfTest(counting, family)).toBeUndefined()
    expect(ids.length).toBeGreaterThan(20)
    for (const [missing, id] of ids.entries()) {
      const verdict = await selfTest(
        tampered((plan) => plan.filter((_, i) => i !== missing)),
        family,
      )
      expect(verdict, `without dispatch ${missing}, ${id}`).toMatch(
        /^its kernels (compute a loss of|do not run:) /,
      )
    }
  })
})

it('says where kernels do not run at all', async () => {
  const verdict = await selfTest(
    tampered(() => {
      throw new Error('no such kernel')
    }),
    'gpt2',
  )
  expect(verdict).toBe('its kernels do not run: no such kernel')
})
