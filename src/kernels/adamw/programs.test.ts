/** What a precision adds to the update, and that it adds nothing to ordinary runs. */
import { expect, it } from 'vitest'
import { keepsMaster, PRECISIONS, type Precision } from '@/core/model/precision'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { adamwUpdate } from './programs'

const programOf = (precision: Precision) =>
  adamwUpdate({
    layout: createRowLayout([1, 1], 8, 32),
    paramStride: 64,
    paramCount: 33,
    chunks: 1,
    steps: 10,
    options: { ...RECIPE_OPTIONS, precision },
    ringSteps: 4,
  })

it('is one dispatch in every precision, with a program of its own and no more buffers than a device must take', () => {
  const programs = PRECISIONS.map(programOf)
  for (const program of programs) expect(program.bindings.length).toBeLessThanOrEqual(8)
  expect(new Set(programs.map(({ workgroups }) => workgroups.join())).size).toBe(1)
  expect(new Set(programs.map(({ wgsl }) => wgsl)).size).toBe(PRECISIONS.length)
})

it('binds a master where one is kept and keys where draws are made, and in float32 neither', () => {
  const [plain] = PRECISIONS.map(programOf)
  expect(plain!.wgsl).not.toMatch(/rounded\w*\(|master\[|keys\[|mix32/)
  for (const precision of PRECISIONS) {
    const own = programOf(precision).bindings.slice(plain!.bindings.length)
    const stochastic = precision === 'bfloat16-stochastic'
    expect(programOf(precision).wgsl === plain!.wgsl).toBe(precision === 'float32')
    expect(own.map(({ name }) => name)).toEqual([
      ...(keepsMaster(precision) ? ['master'] : []),
      ...(stochastic ? ['keys'] : []),
    ])
  }
})
