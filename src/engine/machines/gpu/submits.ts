/** Sends steps to the device: any number of short ones in one submit, a long one in several (step-cuts.ts). The bits are the same. */
import type { StepPlan } from '../../plan/step-plan'
import { type BoundDispatch, encodePass } from './bound-dispatch'
import { createStepCuts, type StepPart } from './step-cuts'

export interface Submits {
  /**
   * Submits so many steps.
   * @param dispatches of one step, in the places of the plan's.
   * @param took called with the milliseconds that all of them took, if that can be told.
   */
  run(dispatches: readonly BoundDispatch[], steps: number, took?: (ms: number) => void): void
  /** Submits one step with something else in the place of one of its dispatches. */
  runWith(
    dispatches: readonly BoundDispatch[],
    at: number,
    encode: (encoder: GPUCommandEncoder) => void,
  ): void
}

/** @param now milliseconds, monotonic. */
export function createSubmits(device: GPUDevice, plan: StepPlan, now: () => number): Submits {
  const cuts = createStepCuts(plan.map(({ program }) => program.work))
  let lastDone = 0

  function submit(encode: (encoder: GPUCommandEncoder) => void): void {
    const encoder = device.createCommandEncoder()
    encode(encoder)
    device.queue.submit([encoder.finish()])
  }

  /** Times what has just been submitted from when the device came to it, as far as can be told: it does all in order. */
  function time(took: (ms: number) => void): void {
    const sent = now()
    device.queue.onSubmittedWorkDone().then(
      () => {
        const done = now()
        took(done - Math.max(sent, lastDone))
        lastDone = done
      },
      () => undefined,
    )
  }

  /** A step in its parts, each of them timed. */
  function runStep(
    parts: readonly StepPart[],
    encode: (encoder: GPUCommandEncoder, part: StepPart) => void,
    took: (part: StepPart, ms: number) => void,
  ): void {
    for (const part of parts) {
      submit((encoder) => encode(encoder, part))
      time((ms) => took(part, ms))
    }
  }

  return {
    run(dispatches, steps, took) {
      const parts = cuts.parts()
      if (parts.length === 1 && steps > 1) {
        submit((encoder) => encodePass(encoder, dispatches, steps))
        if (took) time(took)
        return
      }
      let [left, total] = [steps * parts.length, 0]
      for (let step = 0; step < steps; step++) {
        runStep(
          parts,
          (encoder, { from, to }) => encodePass(encoder, dispatches.slice(from, to)),
          (part, ms) => {
            cuts.took(part, ms)
            total += ms
            left--
            if (left === 0) took?.(total)
          },
        )
      }
    },
    runWith(dispatches, at, encode) {
      runStep(
        cuts.parts(),
        (encoder, { from, to }) => {
          if (at < from || at >= to) return encodePass(encoder, dispatches.slice(from, to))
          encodePass(encoder, dispatches.slice(from, at))
          encode(encoder)
          encodePass(encoder, dispatches.slice(at + 1, to))
        },
        // It says nothing of a step as it is.
        () => undefined,
      )
    },
  }
}
