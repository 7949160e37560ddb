/** Steps at which the independent trainer finds the alphabet of a string of 256 tokens, and learns it (science.md §4, Dynamics). */
import type { TrialRecord } from '../results/result'
import { foundAt, learnedAt, repetitionOf } from '../runs/repetition'
import { runsOfRecords } from '../runs/run'
import type { Check } from './finding'
import { oracleCheck } from './oracle'

const curveOf = (record: TrialRecord) => repetitionOf(runsOfRecords([record])[0]!)

/** Every experiment that repeats such a string is held to them. */
export const oracleStringChecks = (): readonly Check[] =>
  [2, 4, 7, 13, 26].flatMap((symbols) => [
    oracleCheck({
      name: `dynamics-l${symbols}`,
      quantity: 'alphabetStep',
      what: `step at which the alphabet has 0.95 of the probability (l ${symbols}, n 256)`,
      value: (record) => foundAt(curveOf(record)),
    }),
    oracleCheck({
      name: `dynamics-l${symbols}`,
      quantity: 'learnedStep',
      what: `step at which the loss falls under 0.1 nats per token (l ${symbols}, n 256)`,
      value: (record) => learnedAt(curveOf(record)),
    }),
  ])
