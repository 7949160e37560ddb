import { expect, it } from 'vitest'
import { experimentById } from './experiments'
import { parsePermalink } from './permalink'
import { planSweep, sweepLink, sweepTitle } from './sweep'

const capacity = experimentById('capacity')
const [tiny, quick] = capacity.presets
const changed = { ...tiny.config, seeds: [7] }

it('is known by its experiment and config, not by the preset or the order of its values', () => {
  const sweep = planSweep(capacity, 'tiny', tiny.config)
  const reordered = Object.fromEntries(Object.entries(tiny.config).toReversed())
  expect(planSweep(capacity, 'quick', reordered).id).toBe(sweep.id)
  expect(sweep.id).toMatch(/^capacity-1-[0-9a-f]{16}$/)
  expect(planSweep(capacity, 'tiny', changed).id).not.toBe(sweep.id)
  expect(
    planSweep(experimentById('calculator'), 'tiny', experimentById('calculator').presets[0].config).id,
  ).not.toBe(sweep.id)
})

it('has the trials of its config', () => {
  expect(planSweep(capacity, 'tiny', tiny.config).trials).toEqual(capacity.plan(tiny.config))
  expect(() => planSweep(capacity, 'tiny', { ...tiny.config, steps: Number.NaN })).toThrow()
})

it('is titled by its preset, and says where it differs from that', () => {
  expect(sweepTitle(capacity, { presetId: 'tiny', values: tiny.config })).toBe('Tiny')
  expect(sweepTitle(capacity, { presetId: 'tiny', values: changed })).toBe('Tiny, changed')
  expect(sweepTitle(capacity, { presetId: 'quick', values: quick!.config })).toBe('Quick')
})

it('has a permalink that leads back to it', () => {
  const sweep = planSweep(capacity, 'tiny', changed)
  expect(parsePermalink(sweepLink(capacity, sweep))).toMatchObject({
    status: 'valid',
    linked: { experiment: 'capacity', preset: 'tiny', values: changed },
  })
})
