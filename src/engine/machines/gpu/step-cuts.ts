/**
 * Where a step is cut that a device takes long for. A GPU does one submit after another and draws no page meanwhile, so that a page which
 * is scrolled stands still for as long as one takes. What is cut off is decided by how long earlier parts took; this knows neither a clock nor
 * a GPU.
 */

/** A step that takes no longer than this, in milliseconds, is one submit. */
const LONGEST_SUBMIT_MS = 50
/** What the parts of a longer one are to take: times scatter. */
const PART_MS = 25
/** A clock that stands still must not make an estimate of nothing, from which no factor leads back. */
const SHORTEST_MS = 0.001
/** Of the work of a step, for each dispatch whose program does not say. */
const LEAST_SHARE = 0.01

/** Dispatches `from` to `to` of a step, that without. */
export interface StepPart {
  readonly from: number
  readonly to: number
}

export interface StepCuts {
  /** The parts of a step, each for a submit of its own; one dispatch is never cut. */
  parts(): readonly StepPart[]
  /** Tells how long a part of a step took, in milliseconds. */
  took(part: StepPart, ms: number): void
}

/** @param work of each dispatch, in any unit: how they share a time until each has been in parts of several kinds. */
export function createStepCuts(work: readonly number[]): StepCuts {
  const least = LEAST_SHARE * work.reduce((sum, own) => sum + own, 0) || 1
  /** Milliseconds of each dispatch, once one step has been timed. */
  let estimates = work.map((own) => Math.max(own, least))
  const all: StepPart = { from: 0, to: work.length }
  const sumOf = ({ from, to }: StepPart) => estimates.slice(from, to).reduce((sum, ms) => sum + ms, 0)
  let isTimed = false
  return {
    parts() {
      if (!isTimed || sumOf(all) <= LONGEST_SUBMIT_MS) return [all]
      const parts: StepPart[] = []
      let [from, sum] = [0, 0]
      for (const [at, ms] of estimates.entries()) {
        if (at > from && sum + ms > PART_MS) {
          parts.push({ from, to: at })
          from = at
          sum = 0
        }
        sum += ms
      }
      return [...parts, { from, to: all.to }]
    },
    took(part, ms) {
      const factor = Math.max(SHORTEST_MS, ms) / sumOf(part)
      estimates = estimates.map((own, at) => (at >= part.from && at < part.to ? own * factor : own))
      isTimed ||= part.from === all.from && part.to === all.to
    },
  }
}
