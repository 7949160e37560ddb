/** The interpreter against the plan on the processor: the same weights, the same logits, after some training. */
import { beforeAll, describe, expect, it } from 'vitest'
import { families } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { type Backend, openBackend } from '../devices/backend'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { exampleMember } from '../testing/example-members'
import { predict, stringNats } from './inspect'
import { inspectedModel } from './model-weights'

const REQUEST = { choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' } as const
const SHAPES: readonly ModelShape[] = [
  { layers: 2, width: 24, heads: 2, vocab: 13, seqLen: 9, tied: false },
  { layers: 1, width: 16, heads: 1, vocab: 5, seqLen: 7, tied: true },
]

let device: Backend
beforeAll(async () => {
  device = await openBackend(REQUEST)
})

describe.each([...families.keys()])('%s', (family) => {
  it.each(SHAPES)('predicts what the plan does within 1e-4: $width wide, tied $tied', async (shape) => {
    const members = [
      exampleMember(shape, 5, 0, { learningRate: 0.01 }),
      exampleMember(shape, 7, 1, { learningRate: 0.01 }),
    ]
    const spec = { family, shape, steps: 40, members }
    const trainer = await createPlannedTrainer(spec, device.plan!.createMachine(), device)
    trainer.enqueue(40)
    await trainer.done()
    const models = (await trainer.readWeights()).map((weights) => inspectedModel(family, shape, weights))
    const tokens = members.map((member) => member.tokens)
    let worst = 0
    await trainer.predictions(tokens, (member, string, logits) => {
      const own = tokens[member]!.subarray(string * shape.seqLen, (string + 1) * shape.seqLen)
      const found = predict(models[member]!, own).logits
      expect(found).toHaveLength(logits.length)
      found.forEach((logit, i) => {
        worst = Math.max(worst, Math.abs(logit - logits[i]!))
      })
    })
    expect(worst).toBeGreaterThan(0)
    expect(worst).toBeLessThan(1e-4)
    const nats = await trainer.codeLengths(tokens)
    for (const [m, own] of nats.entries()) {
      const found = stringNats(models[m]!, tokens[m]!)
      for (const [n, expected] of own.entries()) expect(found[n]).toBeCloseTo(expected, 4)
    }
    trainer.dispose()
  })
})
