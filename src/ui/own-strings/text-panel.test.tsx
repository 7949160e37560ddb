// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { hashText } from '@/core/data/read-text'
import type { LabStores } from '@/state/lab-stores'
import { createFakeLab } from '@/state/testing/fake-services'
import { RunBar } from '../controls/run-bar'
import { inLab } from '../testing/in-lab'
import { TextPanel } from './text-panel'

afterEach(cleanup)

const renderWithRun = (lab: LabStores) =>
  render(
    inLab(
      lab,
      <>
        <RunBar />
        <TextPanel />
      </>,
    ),
  )

it('shows the figure of the run that it starts, with the focus on the button of the run', async () => {
  const lab = createFakeLab()
  lab.config.getState().openPermalink('#capacity?v=1&preset=tiny')
  renderWithRun(lab)
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Phone numbers' })))
  window.scrollTo(0, 900)
  await act(async () => screen.getByRole('button', { name: 'Train on this text' }).click())
  expect(lab.run.getState().status.kind).toBe('opening')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run' }))
  expect(window.scrollY).toBe(0)
})

it('leaves the text where it is when it is no longer trained on, and hands the focus on', async () => {
  const lab = createFakeLab()
  lab.config.getState().openPermalink('#capacity?v=1&preset=tiny')
  render(inLab(lab, <TextPanel />))
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Phone numbers' })))
  const text = () => screen.getByLabelText<HTMLTextAreaElement>('Your text').value
  const written = text()
  await act(async () => screen.getByRole('button', { name: 'Train on this text' }).click())
  await act(async () => {
    lab.worker.emit({ type: 'stopped' })
    lab.drawFrame()
  })
  const back = screen.getByRole('button', { name: 'Back to random strings' })
  back.focus()
  await act(async () => back.click())
  expect(text()).toBe(written)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Train on this text' }))
})

it('trains the run of a link as it is once its text has been pasted', async () => {
  const text = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n')
  const link = `#capacity?v=1&preset=tiny&source=own-lines-20-${hashText(text)}&vocab=16&seqLen=16&steps=7&datasetSizes=9,18`
  const lab = createFakeLab({ hash: link })
  lab.config.getState().openPermalink(link)
  await lab.ownText.getState().find(hashText(text))
  renderWithRun(lab)
  expect(screen.getAllByText(/The text of this run is not here/), 'beside Run and in the panel').toHaveLength(
    2,
  )
  const { sweep } = lab.config.getState()
  expect(sweep, JSON.stringify(lab.config.getState().linkProblems)).toBeDefined()
  await act(async () => fireEvent.change(screen.getByLabelText('Your text'), { target: { value: text } }))
  await act(async () => screen.getByRole('button', { name: 'Train on this text' }).click())
  expect(lab.worker.requests[0]?.trials[0]?.source).toMatchObject({ text })
  expect(lab.run.getState().sweep?.id, 'at the length and the steps of the link').toBe(sweep?.id)
  expect(screen.queryByText(/The text of this run is not here/)).toBeNull()
})
