import { describe, expect, it } from 'vitest'
import { createFakeLab, SMALL_HASH } from './testing/fake-services'

describe('config store', () => {
  it('starts with the first preset and leaves the location alone', () => {
    const { config, location } = createFakeLab()
    expect(config.getState()).toMatchObject({
      presetId: 'tiny',
      problems: [],
      hash: '#capacity?v=1&preset=tiny.2',
    })
    expect(location.hash).toBe('#capacity')
  })

  it('mirrors every valid change in the location', () => {
    const { config, location } = createFakeLab()
    config.getState().setFieldText('steps', '40')
    expect(config.getState().values.steps).toBe(40)
    expect(location.hash).toBe('#capacity?v=1&preset=tiny.2&steps=40')
    config.getState().choosePreset('quick')
    expect(location.hash).toBe('#capacity?v=1&preset=quick')
    expect(config.getState().values.steps).toBe(400)
  })

  it('empties the list that another one replaces', () => {
    const { config } = createFakeLab()
    config.getState().setField('dataRatios', [1, 2])
    expect(config.getState().values).toMatchObject({ dataRatios: [1, 2], datasetSizes: [] })
    expect(config.getState().problems).toEqual([])
  })

  it('names the field of a bad value and keeps the last good permalink', () => {
    const { config, location } = createFakeLab()
    config.getState().setFieldText('steps', '50')
    config.getState().setFieldText('steps', 'many')
    expect(config.getState().problems.map(({ field }) => field)).toEqual(['steps'])
    expect(config.getState().hash).toBe('#capacity?v=1&preset=tiny.2&steps=50')
    expect(location.hash).toBe('#capacity?v=1&preset=tiny.2&steps=50')
    config.getState().setFieldText('steps', '60')
    expect(config.getState().problems).toEqual([])
  })

  it('opens a permalink', () => {
    const { config } = createFakeLab()
    config.getState().openPermalink(SMALL_HASH)
    expect(config.getState()).toMatchObject({ hash: SMALL_HASH, linkProblems: [] })
    expect(config.getState().values).toMatchObject({ datasetSizes: [8, 16], seeds: [0] })
  })

  it('opens the preset that a broken permalink names, and lists its problems', () => {
    const broken = '#capacity?v=1&preset=quick&width=x&steps=-3&colour=red'
    const { config, location } = createFakeLab({ hash: broken })
    config.getState().choosePreset('full')
    location.hash = broken
    config.getState().openPermalink(broken)
    const { presetId, problems, linkProblems, hash } = config.getState()
    expect(presetId).toBe('quick')
    expect(problems).toEqual([])
    expect(hash).toBe('#capacity?v=1&preset=quick')
    expect(linkProblems.map(({ field }) => field).sort()).toEqual(['colour', 'steps', 'width'])
    expect(location.hash).toBe(broken)
    config.getState().dismissLinkProblems()
    expect(config.getState().linkProblems).toEqual([])
    expect(location.hash).toBe('#capacity?v=1&preset=quick')
  })

  it.each([
    ['#dynamics?v=1&preset=enormous', 'dynamics', 'preset'],
    ['#scaling?v=99', 'scaling', 'v'],
    ['#alchemy?v=1&preset=quick', 'capacity', 'experiment'],
  ])('opens the first preset where %s names no other', (broken, id, field) => {
    const { config } = createFakeLab({ hash: broken })
    config.getState().openPermalink(broken)
    const { experiment, presetId, linkProblems } = config.getState()
    expect(experiment.id).toBe(id)
    expect(presetId).toBe(experiment.presets[0].id)
    expect(linkProblems.map((problem) => problem.field)).toEqual([field])
  })

  it('refuses a field that the experiment does not have', () => {
    const { config } = createFakeLab()
    expect(() => config.getState().setFieldText('colour', 'red')).toThrow(/colour/)
  })
})
