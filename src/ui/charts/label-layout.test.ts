import { describe, expect, it } from 'vitest'
import { spreadLabels } from './label-layout'

describe('spreadLabels', () => {
  it('leaves labels alone that do not touch', () => {
    expect(spreadLabels([100, 40], 18, 0, 200)).toEqual([100, 40])
  })

  it('separates labels that overlap and keeps their order', () => {
    expect(spreadLabels([50, 52, 51], 10, 0, 200)).toEqual([50, 70, 60])
  })

  it('keeps every label inside the column', () => {
    expect(spreadLabels([195, 198, 300], 20, 0, 200)).toEqual([160, 180, 200])
    expect(spreadLabels([-10], 20, 0, 200)).toEqual([0])
  })

  it('shrinks the gap where the column is too short', () => {
    expect(spreadLabels([0, 0, 0], 200, 0, 100)).toEqual([0, 50, 100])
  })
})
