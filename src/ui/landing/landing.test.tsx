// @vitest-environment happy-dom
/** What the landing page asks and says, over a lab that a test plays. */
import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPlay } from '@/state/testing/fake-play'
import { createFakeLab } from '@/state/testing/fake-services'
import { inLab } from '../testing/in-lab'
import { Answer } from './answer'
import { Below } from './below'
import { chartLayout } from './chart-layout'
import { Answers } from './landing'
import { PlayContext } from './play-context'
import { Sum } from './play-controls'
import { PredictionLayer } from './prediction-layer'

afterEach(cleanup)

const LAYOUT = chartLayout(500, 400, 13, [])

/** A page on which models of so many strings were trained, which remember so many bits. */
async function tried(bits: readonly number[], children: ReactNode) {
  const play = createPlay({ reducedMotion: true })
  play.state().open('')
  render(
    <MantineProvider>
      <PlayContext value={play.store}>{children}</PlayContext>
    </MantineProvider>,
  )
  for (const [i, own] of bits.entries())
    await act(async () => {
      if (i > 0) play.state().goOn()
      await play.worker.train(own)
    })
  return play
}

describe('the question where the next dot will land', () => {
  const press = (key: string) =>
    act(async () => void fireEvent.keyDown(screen.getByRole('slider', { name: /^Where will 128/ }), { key }))

  async function asked() {
    let settled = 0
    const play = await tried(
      [448, 860, 1550],
      <PredictionLayer layout={LAYOUT} onSettled={() => settled++} />,
    )
    return { ...play, settled: () => settled }
  }

  it('is moved by arrow keys and settled by Enter', async () => {
    const { state, settled } = await asked()
    expect(screen.getByText(/^Where will 128 land\?/)).toBeTruthy()
    await press('ArrowDown')
    expect(state().prediction).toMatchObject({ bits: 2325, placed: true })
    expect(screen.getByText(/^you say 2,325/).textContent).toContain('Now give it more.')
    expect(settled()).toBe(0)
    await press('Enter')
    expect(settled()).toBe(1)
    expect(state().prediction).toMatchObject({ bits: 2325, placed: true })
  })

  it('ends at all there is to know', async () => {
    const { state } = await asked()
    await press('End')
    expect(state().prediction?.bits).toBe(3200)
    expect(screen.getByRole('slider').getAttribute('aria-valuemax')).toBe('3200')
    await press('ArrowUp')
    expect(state().prediction?.bits).toBe(3200)
  })

  it('is settled where it stands, too', async () => {
    const { state, settled } = await asked()
    await press('Enter')
    expect(settled()).toBe(1)
    expect(state().prediction).toMatchObject({ bits: 2375, placed: true })
  })

  it('is skipped by Escape', async () => {
    const { state, settled } = await asked()
    await press('Escape')
    expect(settled()).toBe(1)
    expect(state().prediction).toBeUndefined()
  })
})

it('counts what there is to know from what is on show', async () => {
  const { state } = await tried([448], <Sum />)
  const sum = () => screen.getByText(/to say which/).textContent
  expect(sum()).toBe('16 strings × (8 symbols × 4 − 4 to say which) = 448')
  for (const strings of [64, 512]) {
    act(() => state().move({ strings }))
    const [count, length, bits, which, all] = sum()!.replaceAll(',', '').match(/\d+/g)!.map(Number)
    expect(count! * (length! * bits! - which!)).toBe(all)
    expect(all).toBe(state().strings.ceilingBits)
  }
})

it('asks why it is flat when something is flat', async () => {
  const { worker, state } = await tried([448, 860, 1550, 1850], <Answers />)
  const questions = () => screen.getAllByRole('group').map((fold) => fold.firstChild?.textContent)
  expect(questions()).toEqual(['The dashed line?', 'Strings it never saw?'])
  await act(async () => {
    state().goOn()
    await worker.train(1950)
  })
  expect(questions()).toEqual(['The dashed line?', 'Strings it never saw?', 'Why is it flat?'])
})

it('brings what was asked into view', async () => {
  await tried([448], <Answers />)
  const [fold] = screen.getAllByRole<HTMLDetailsElement>('group')
  const bring = vi.spyOn(fold!, 'scrollIntoView')
  fold!.open = true
  expect(bring).toHaveBeenCalledWith({ block: 'nearest' })
  fold!.open = false
  expect(bring).toHaveBeenCalledTimes(1)
})

it('says in what form it remembers bits of strings of which it knows none whole', async () => {
  const { state } = await tried([448], <Answer />)
  expect(screen.getByRole('status').textContent).toBe(
    'It remembers 448 of 448 bits: a little of 16 strings, none whole.',
  )
  act(() => state().watchSlowly())
  expect(document.querySelector('.play-answer')?.textContent, 'while it trains').toContain(
    '0 of 16 strings word for word.',
  )
})

it('has the cards of all experiments on paper, though nobody has come near them', async () => {
  await tried([448], inLab(createFakeLab(), <Below />))
  await act(() => import('./experiment-cards'))
  expect(screen.queryAllByRole('listitem')).toEqual([])
  window.dispatchEvent(new Event('beforeprint'))
  expect(screen.getAllByRole('listitem'), 'before the event is over').toHaveLength(15)
})

it('has the cards of all experiments there before Tab comes to them', async () => {
  render(inLab(createFakeLab(), <Below />))
  expect(screen.queryAllByRole('listitem')).toEqual([])
  fireEvent.keyDown(window, { key: 'Tab' })
  expect(await screen.findAllByRole('listitem')).toHaveLength(15)
})
