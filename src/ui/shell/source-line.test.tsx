// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeLab, recordedOf, recordOf, SMALL_TRIALS } from '@/state/testing/fake-services'
import { inLab } from '../testing/in-lab'
import { SourceLine } from './source-line'

afterEach(cleanup)

const [first, second] = SMALL_TRIALS
const line = () => document.querySelector('.source-line')?.textContent

it('says whose results are on show: recorded, from a file, from here, or both', async () => {
  const lab = createFakeLab({ recorded: recordedOf([recordOf(first)]) })
  await lab.results.getState().loadRecorded('capacity', 'quick')
  render(inLab(lab, <SourceLine />))
  expect(line()).toContain('Recorded')
  expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull()

  await act(() => lab.results.getState().importFile(new Blob([JSON.stringify([recordOf(first)])])))
  expect(line()).toContain('ImportedImported: 1 finished run.')
  act(() => lab.results.getState().add([recordOf(second)]))
  act(() => lab.results.getState().showTrials('Tiny', SMALL_TRIALS))
  expect(line()).toContain('This browserTiny: 2 finished runs, 1 of them imported.')
  act(() => lab.results.getState().add([recordOf(first)]))
  expect(line()).toContain('This browserTiny: 2 finished runs.')
})

it.each([
  ['Show my runs', 'My runs', second.key],
  ['Show imported runs', 'Imported', first.key],
])('leads back from recorded results to those of other configs: %s', async (name, title, key) => {
  const lab = createFakeLab()
  lab.config.getState().choosePreset('quick')
  await lab.results.getState().importFile(new Blob([JSON.stringify([recordOf(first)])]))
  lab.results.getState().add([recordOf(second)])
  lab.results.getState().showRecorded()
  render(inLab(lab, <SourceLine />))
  act(() => screen.getByRole('button', { name }).click())
  expect(lab.results.getState().shown.title).toBe(title)
  expect(lab.results.getState().shown.records.map(({ trialKey }) => trialKey)).toEqual([key])
})
