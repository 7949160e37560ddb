/** The shared functions in TypeScript and AssemblyScript. */
import { beforeAll, describe, expect, it } from 'vitest'
import { scheduleSizes } from '@/kernels/adamw/programs'
import { bytes } from './shared.as'
import { type SharedFunction, specified, textOf, type Vectors } from './vectors'
import vectors from './vectors.json'

it('vectors.json is what the specification says', async () => {
  await expect(textOf(specified())).toMatchFileSnapshot('./vectors.json')
})

describe('AssemblyScript', () => {
  let exported: WebAssembly.Exports
  beforeAll(async () => {
    const module = await WebAssembly.compile(bytes)
    exported = new WebAssembly.Instance(module, { env: { abort: () => expect.unreachable() } }).exports
  })
  const call = (name: SharedFunction, values: readonly number[]): number => {
    const run = exported[name]
    return typeof run === 'function' ? run(...values) : expect.unreachable(`no ${name}`)
  }

  const { scheduleFactor, ...exact } = vectors
  it.each(Object.entries<Vectors>(exact))('%s, to the bit', (name, { cases }) => {
    const got = cases.map((one) => [
      ...one.slice(0, -1),
      call(name as SharedFunction, one.slice(0, -1)) >>> 0,
    ])
    expect(got).toEqual(cases)
  })

  it('scheduleFactor, to 1e-14', () => {
    for (const [step, steps, cosine, factor] of scheduleFactor.cases) {
      const { WARMUP, COSINE_STEPS } = scheduleSizes(steps!)
      const got = call('scheduleFactor', [step!, steps!, WARMUP, COSINE_STEPS, cosine!])
      expect(Math.abs(got - factor!), `step ${step} of ${steps}`).toBeLessThan(1e-14)
    }
  })
})
