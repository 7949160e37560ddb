/** What the runs have shown: whether guessing comes before memorising, what the size of the alphabet does, and that nothing leaks. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import {
  foundAt,
  learnedAt,
  lookSpacing,
  ofRecord,
  phasesOf,
  type RepetitionRun,
  runLabel,
  trend,
} from '@/core/runs/repetition'

/** A held-out loss may lie this far below its source: a few strings do not use all symbols equally often. */
const HELD_OUT_SLACK = 0.1

/** A loss that falls past the line is near it at one look, too: only what stays there for two is a phase. */
const LOOKS_OF_A_PHASE = 2

export function findings(records: readonly TrialRecord[]): Finding[] {
  const runs = records.map(ofRecord).filter(({ curve }) => curve.steps.length > 0)
  const alphabets = [...groupBy(runs, runLabel)]
    .map(([label, own]) => ({ label, own }))
    .toSorted((a, b) => a.own[0]!.sourceBits - b.own[0]!.sourceBits)
  if (alphabets.length === 0) return []
  return [
    ...alphabets.flatMap(({ label, own }) => [phaseFinding(label, own)]),
    ...orderFinding(alphabets.map(({ own }) => own)),
    heldOutFinding(records, runs),
  ]
}

function phaseFinding(label: string, runs: readonly RepetitionRun[]): Finding {
  const phases = runs.map(phasesOf)
  const guessed = phases.flatMap(({ guessingFrom, memorizingFrom }, i) =>
    guessingFrom === undefined
      ? []
      : [{ from: guessingFrom, to: memorizingFrom ?? runs[i]!.curve.steps.at(-1)! }],
  )
  const learned = runs.flatMap((run) => learnedAt(run) ?? [])
  const end =
    learned.length === runs.length
      ? `the loss falls under 0.1 nats per token at step ${meanText(learned, 0)}`
      : `the string is not memorised: after ${runs[0]!.totalSteps} steps it still costs ${meanText(
          runs.map(({ curve }) => curve.bitsPerToken.at(-1)!),
          2,
          'bits per token',
        )}`
  if (guessed.length < runs.length) {
    return {
      verdict: 'not reached',
      text: `${label}, ${positionsText(runs)}: no guessing phase; the string is being learned before its alphabet has 95 % of the probability. ${capital(end)}.`,
      paper: 'Speicher et al.: the model guesses before it memorises',
    }
  }
  if (phases.some(({ guessingLooks }) => guessingLooks < LOOKS_OF_A_PHASE)) {
    return {
      verdict: 'not reached',
      text: `${label}, ${positionsText(runs)}: it guesses at a single look, at step ${meanText(
        guessed.map(({ from }) => from),
        0,
      )}, which is too short to be called a phase: try longer strings. ${capital(end)}.`,
      paper: 'Speicher et al.: the model guesses before it memorises',
    }
  }
  return {
    verdict: learned.length === runs.length ? 'agrees' : 'not reached',
    text: `${label}, ${positionsText(runs)}: it guesses from step ${meanText(
      guessed.map(({ from }) => from),
      0,
    )} to step ${meanText(
      guessed.map(({ to }) => to),
      0,
    )}; ${end}.`,
    paper: 'Speicher et al.: the model guesses before it memorises',
  }
}

const positionsText = ([run]: readonly RepetitionRun[]): string =>
  `${run!.positions === 'none' ? 'no' : run!.positions} positions`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Alphabets from the smallest entropy on. */
function orderFinding(alphabets: readonly (readonly RepetitionRun[])[]): Finding[] {
  if (alphabets.length < 2) return []
  /** Mean over seeds; undefined where one did not get there. */
  const means = (stepOf: (run: RepetitionRun) => number | undefined) =>
    alphabets.map((own) => {
      const steps = own.flatMap((run) => stepOf(run) ?? [])
      return steps.length === own.length ? spread(steps).mean : undefined
    })
  const found = means(foundAt)
  const learned = means(learnedAt)
  const text = (steps: readonly (number | undefined)[]) =>
    steps.map((step) => step?.toFixed(0) ?? 'not reached').join(', ')
  const entropies = alphabets.map((own) => own[0]!.sourceBits.toFixed(2)).join(', ')
  const spacing = lookSpacing(alphabets.flat())
  const seeds = Math.min(...alphabets.map((own) => own.length))
  const [sooner, later] = [trend(found, spacing), trend(learned, spacing)]
  const isMissing = sooner === undefined || later === undefined
  return [
    {
      verdict: isMissing ? 'not reached' : sooner === 1 && later === -1 ? 'agrees' : 'differs',
      text: `At ${entropies} bits per token, steps until the alphabet is found: ${text(found)}; until the string is known: ${text(learned)} (${seeds === 1 ? 'one seed' : `means of ${seeds} seeds`}).`,
      paper: 'Speicher et al.: strings of low entropy are guessed sooner and memorised later',
    },
  ]
}

function rangeText(values: readonly number[]): string {
  const [least, most] = [Math.min(...values).toFixed(1), Math.max(...values).toFixed(1)]
  return least === most ? least : `${least} to ${most}`
}

function heldOutFinding(records: readonly TrialRecord[], runs: readonly RepetitionRun[]): Finding {
  const losses = records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
  const below = records.filter(
    ({ heldoutMemorizedBits, heldoutStrings, seqLen }) =>
      heldoutMemorizedBits > HELD_OUT_SLACK * heldoutStrings * seqLen,
  )
  return {
    verdict: below.length === 0 ? 'seen' : 'differs',
    text:
      below.length === 0
        ? `New strings of the same alphabets end at ${rangeText(losses)} bits per token, none of them more than ${HELD_OUT_SLACK} below what guessing costs: what was learned is this string and no other.`
        : `In ${below.length} of ${runs.length} runs new strings cost less than their source allows: something leaks.`,
  }
}
