import { expect, it } from 'vitest'
import { experiments } from '@/core/sweep/experiments'
import { listText } from './list'

it('names every experiment with all its presets and fields', () => {
  const text = listText(experiments.values())
  for (const { id, presets, fields } of experiments.values()) {
    expect(text).toContain(`${id}: `)
    for (const preset of presets)
      expect(text).toMatch(new RegExp(`^ {4}${preset.id} .*\\(\\d+ trials\\)$`, 'm'))
    for (const name of Object.keys(fields)) expect(text).toMatch(new RegExp(`^ {4}${name} .*\\[.+\\]$`, 'm'))
  }
})
