// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeLab } from '@/state/testing/fake-services'
import { RunBar } from '../controls/run-bar'
import { inLab } from '../testing/in-lab'
import { TextPanel } from './text-panel'

afterEach(cleanup)

it('shows the figure of the run that it starts, with the focus on the button of the run', async () => {
  const lab = createFakeLab()
  lab.config.getState().openPermalink('#capacity?v=1&preset=tiny')
  render(
    inLab(
      lab,
      <>
        <RunBar />
        <TextPanel />
      </>,
    ),
  )
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Phone numbers' })))
  window.scrollTo(0, 900)
  await act(async () => screen.getByRole('button', { name: 'Train on this text' }).click())
  expect(lab.run.getState().status.kind).toBe('opening')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run' }))
  expect(window.scrollY).toBe(0)
})
