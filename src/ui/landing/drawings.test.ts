import { expect, it } from 'vitest'
import { experiments } from '@/core/sweep/experiments'
import { drawingOf } from './drawings'

it('has a drawing of every experiment, without letters', () => {
  for (const id of experiments.keys()) {
    expect(drawingOf(id), id).toMatch(/^<svg /)
    expect(drawingOf(id), id).not.toContain('<text')
  }
})
