/** What is told at the end of a run to somebody who looks at something else by then. */
import { expect, it } from 'vitest'
import { loadExhibit } from '@/core/figures/exhibits'
import { createFakeLab, finishedTrial, opened, SMALL_HASH, SMALL_TRIALS } from '@/state/testing/fake-services'
import { finishedText } from './run-news'

it('tells what the run found, also while another experiment is on show', async () => {
  await loadExhibit('capacity')
  const lab = createFakeLab({ hash: SMALL_HASH })
  lab.config.getState().openPermalink(SMALL_HASH)
  const ended = lab.run.getState().start()
  lab.config.getState().chooseExperiment('dynamics')
  lab.results.getState().showTrials('Nothing', [])
  lab.worker.emit(opened, ...SMALL_TRIALS.map(finishedTrial), { type: 'finished', elapsedMs: 3000 })
  lab.drawFrame()
  expect(finishedText(lab), 'while records are being stored').toBe('')
  await ended
  expect(finishedText(lab)).toMatch(/^Finished in 3.s\. .*about 100 bits/)
})
