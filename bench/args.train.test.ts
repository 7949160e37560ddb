import { describe, expect, it } from 'vitest'
import { parseOptions } from './args'

describe('flags of the bench', () => {
  it('measures every engine that uses a GPU unless told', () => {
    expect(parseOptions([])).toMatchObject({
      processor: false,
      models: ['XS', 'S'],
      engines: ['plateau', 'tfjs', 'nanogpt', 'jax'],
    })
  })

  it('has other models and other engines on the processor', () => {
    expect(parseOptions(['--processor', '--json', 'rows.json'])).toMatchObject({
      processor: true,
      json: 'rows.json',
      models: ['Tiny-8', 'Tiny-64', 'Tiny-256', 'XS', 'S'],
      engines: ['plan', 'composed', 'jax-wasm'],
    })
  })

  it('measures this machine alone, or shows what was measured of another', () => {
    expect(parseOptions(['--device', '--json', 'report.json'])).toMatchObject({
      device: true,
      json: 'report.json',
    })
    expect(parseOptions(['--show', '#device?v=1'])).toMatchObject({ device: false, show: '#device?v=1' })
  })

  it('takes some of a part’s models and engines', () => {
    const args = ['--processor', '--models', 'Tiny-8, XS', '--engines', 'plan']
    expect(parseOptions(args)).toMatchObject({ models: ['Tiny-8', 'XS'], engines: ['plan'] })
  })

  it.each([
    [['--processor', '--engines', 'nanogpt'], '--engines: "nanogpt" is none of plan, composed, jax-wasm'],
    [['--engines', 'plan'], '--engines: "plan" is none of plateau, tfjs, nanogpt, jax'],
    [['--models', 'Tiny-8'], '--models: "Tiny-8" is none of XS, S'],
    [['--device', '--models', 'XS'], '--device runs alone, not with --models'],
    [['--scale', '--page'], '--scale runs alone, not with --page'],
    [['--show', 'report.json', '--json', 'rows.json'], '--show runs alone, not with --json'],
    [['--scale', '--page'], '--scale runs alone, not with --page'],
    [['--page', '--device'], '--page runs alone, not with --device'],
    [['--processor', '--host'], '--processor runs alone, not with --host'],
    [['--processor', '--pytorch', '--memory-steps', '9'], 'not with --pytorch and --memory-steps'],
    [['--host', '--pytorch'], '--host measures no device, so it does not go with --pytorch'],
    [['--memory-steps', 'many'], '--memory-steps: many is no number of steps'],
  ])('refuses %j in words', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message)
  })
})
