/** The training loss of each member over a run, thinned so that a record can keep it. */
import { natsToBits } from '@/core/metrics/bits'
import { logSteps } from '@/core/metrics/log-steps'
import { significantDigits } from '@/core/results/digits'
import type { Measured } from '@/core/results/result'
import { LOSS_POINTS } from '@/core/runs/curve'
import type { LossBlock } from '@/engine/contract/trainer'

export interface LossTrace {
  add(block: LossBlock): void
  /** `loss.step` and `loss.bitsPerToken`: mean over the step's batch, before its update. */
  of(member: number): Measured['traces']
}

export function createLossTrace(steps: number, members: number): LossTrace {
  const wanted = new Set(logSteps(steps, LOSS_POINTS))
  const kept: number[] = []
  const losses: number[][] = Array.from({ length: members }, () => [])
  return {
    add({ firstStep, lossNats }) {
      for (let i = 0; i < lossNats.length / members; i++) {
        if (!wanted.has(firstStep + i)) continue
        kept.push(firstStep + i)
        for (const [m, own] of losses.entries()) {
          // Six digits: what a chart can show, at a third of the room.
          own.push(significantDigits(natsToBits(lossNats[i * members + m]!), 6))
        }
      }
    },
    of: (member) => ({ 'loss.step': kept, 'loss.bitsPerToken': losses[member]! }),
  }
}
