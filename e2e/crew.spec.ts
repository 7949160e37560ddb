/** A trial that is alone in its sweep: the page's workers train it together, as the command line's threads do. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { TrialRecord } from '../src/core/results/result'
import { test } from './lab-test'

const CONFIG = '#capacity?v=1&preset=quick&width=16&heads=8&steps=100&datasetSizes=573&seeds=0'

/** Without what a clock and a checkout decide. */
const measured = ({ elapsedMs, finishedAt, commit, ...record }: TrialRecord) => record

test('one long trial has the same record here as on the command line, to the bit', async ({ lab }, info) => {
  await lab.open(CONFIG)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(180_000)
  const [here] = await lab.records()

  const file = info.outputPath('record.jsonl')
  execFileSync('node', ['bin/lab.mjs', 'run', CONFIG, '--backend', 'wasm', '--quiet', '--out', file])
  const there: TrialRecord = JSON.parse(readFileSync(file, 'utf8'))
  expect(measured(here!)).toEqual(measured(there))
})
