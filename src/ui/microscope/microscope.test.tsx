// @vitest-environment happy-dom
/** The microscope over a model that a test plays. */
import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Trial } from '@/core/sweep/trial'
import { exampleTrial } from '@/core/testing/example-record'
import { fakeModels } from '@/state/testing/fake-models'
import { Microscope } from './microscope'
import { trialNames } from './model-choice'
import { heldOutText, partsText } from './where-bits'

afterEach(cleanup)

const TRIALS = [8, 16].map((datasetSize) => exampleTrial({ datasetSize, steps: 300 })) as [Trial, Trial]

async function show(models = fakeModels(), seconds = 1) {
  await act(async () => {
    render(
      <MantineProvider>
        <Microscope lab={models.lab} trials={TRIALS} retrainOn={() => 'wasm'} secondsOf={() => seconds} />
      </MantineProvider>,
    )
  })
  // Strings are measured after a moment of rest.
  await act(() => new Promise((resolve) => setTimeout(resolve, 250)))
  return models
}

const cell = (position: number) => screen.getByRole('button', { name: new RegExp(`^Symbol ${position}:`) })
const heading = () => screen.getByRole('heading', { name: /^What it expects/ }).textContent
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve)))

describe('the microscope', () => {
  it('shows a string, what it expects where it is wrong, and how it goes on', async () => {
    await show()
    expect(
      screen.getByText(
        /^It gets 5 of 6 symbols right, given those before each, and knows 24\.0 of about 28 bits of this/,
      ),
    ).toBeTruthy()
    expect(heading()).toBe('What it expects as symbol 5')
    expect(screen.getByText(/^The right one is 4\. It gives it 19.%, and says 9\.$/)).toBeTruthy()
    expect(screen.getByText(/Outlined: the 2 symbols that say which string it is\.$/)).toBeTruthy()
    const bars = [...document.querySelectorAll('.expectation-bars .mantine-Progress-section')]
    expect(
      bars.map((bar) => bar.getAttribute('aria-valuenow')),
      'of all, not of the largest',
    ).toEqual(['32', '19'])
    expect(cell(5).getAttribute('aria-pressed')).toBe('true')
    expect(cell(5).getAttribute('aria-label')).toContain('it says 9')
    expect(
      screen.getByText('Head 1 looks most at symbol 4, 3: 70 %. Head 2 looks most at the start: 80 %.', {
        normalizer: (text) => text.replaceAll(/\s/g, ' '),
      }),
    ).toBeTruthy()
    expect(screen.getByRole('img', { name: 'Given 0 1 2, it says 3 9 5 6 7: 1 symbol wrong.' })).toBeTruthy()
    expect(screen.getByRole('img', { name: 'Given f e d, it says 0 0 0 0 0: 5 symbols wrong.' })).toBeTruthy()
  })

  it('moves by click and by arrow keys, with one symbol in the order of tabs', async () => {
    await show()
    await act(async () => fireEvent.click(cell(2)))
    await settle()
    expect(heading()).toBe('What it expects as symbol 2')
    cell(2).focus()
    await act(async () => fireEvent.keyDown(cell(2), { key: 'ArrowRight' }))
    await settle()
    expect(heading()).toBe('What it expects as symbol 3')
    expect(document.activeElement).toBe(cell(3))
    const inOrder = screen
      .getAllByRole('button', { name: /^Symbol/ })
      .filter(({ tabIndex }) => tabIndex === 0)
    expect(inOrder).toEqual([cell(3)])
  })

  it('changes a symbol by its key, asks again, and takes it back', async () => {
    const { questions } = await show()
    await act(async () => fireEvent.keyDown(cell(5), { key: 'f' }))
    await settle()
    const asked = questions.filter(({ type }) => type === 'string').at(-1)
    expect(asked).toMatchObject({ tokens: [0, 1, 2, 3, 15, 5, 6, 7] })
    expect(screen.getByText(/^Yours is f\. It gives it/)).toBeTruthy()
    const undo = screen.getByRole('button', { name: 'Undo them' })
    await act(async () => fireEvent.click(undo))
    await settle()
    expect(screen.getByText(/^The right one is 4\./)).toBeTruthy()
    expect(undo.isConnected, 'unseen, it keeps its room').toBe(true)
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: /^Change symbol 5/ }))
    expect(screen.queryByRole('button', { name: 'Undo them' })).toBeNull()
    expect(questions.filter(({ type }) => type === 'string').at(-1)).toMatchObject({ tokens: undefined })
  })

  it('scrubs through the kept steps', async () => {
    const { questions } = await show()
    for (const key of ['Home', 'ArrowRight'])
      await act(async () => fireEvent.keyDown(screen.getByRole('slider'), { key }))
    await settle()
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('step 75 of 300')
    expect(questions.at(-1)!.lens.step).toBe(75)
  })

  it('rounds, and switches parts off, and says what is left', async () => {
    await show()
    expect(screen.getByText(/^It knows 240 of the 448 bits that can be known/)).toBeTruthy()
    const four = screen.getByRole('radio', { name: /^4 bits each/ })
    expect(four.closest('label')!.textContent).toBe('4 bits each 120')
    await act(async () => fireEvent.click(four))
    await act(() => new Promise((resolve) => setTimeout(resolve, 250)))
    expect(screen.getByText(/^It knows 120 of/)).toBeTruthy()
    const layer = screen.getByRole('group', { name: 'Its layer' })
    await act(async () => fireEvent.click(within(layer).getByRole('switch', { name: /^head 2/ })))
    await act(() => new Promise((resolve) => setTimeout(resolve, 250)))
    expect(within(layer).getByRole<HTMLInputElement>('switch', { name: /^head 2/ }).checked).toBe(false)
    expect(screen.getByText(/^It knows 20 of/)).toBeTruthy()
  })

  it('draws and says nothing of a head that is off', async () => {
    await show()
    const arcs = () => document.querySelectorAll('.attention-arcs path').length
    const sentences = () => screen.getAllByText(/^Head \d looks most at/).map((own) => own.textContent)
    const both = arcs()
    await act(async () => fireEvent.click(screen.getByRole('switch', { name: /^head 1/ })))
    expect(arcs()).toBeLessThan(both)
    expect(sentences()).toEqual([expect.stringMatching(/^Head 2 looks most at the start: 80.%\.$/)])
    await act(async () => fireEvent.click(screen.getByRole('switch', { name: /^head 2/ })))
    expect(arcs()).toBe(0)
    expect(screen.queryByText(/^Head \d looks/)).toBeNull()
    expect(screen.getByText(/looks back with no head/)).toBeTruthy()
  })

  it('takes the nearest number that is allowed, and writes what it took', async () => {
    await show()
    const type = (box: HTMLInputElement, value: string) =>
      act(async () => void fireEvent.change(box, { target: { value } }))
    const string = screen.getByRole<HTMLInputElement>('spinbutton', { name: /^string/ })
    const prefix = screen.getByRole<HTMLInputElement>('spinbutton', { name: /^Give it the first/ })
    for (const [box, typed, taken] of [
      [string, '129', '16'],
      [string, '0', '1'],
      [string, '07', '7'],
      [prefix, '-3', '0'],
      [prefix, '05', '5'],
      [prefix, '12', '7'],
    ] as const) {
      await type(box, typed)
      expect(box.value, typed).toBe(taken)
    }
    await type(prefix, '')
    expect(prefix.value, 'on the way to another number').toBe('')
    await act(async () => void fireEvent.blur(prefix))
    expect(prefix.value).toBe('7')
  })

  it('says which string lost most of what the whole model knows', async () => {
    const models = fakeModels()
    models.gate.shareOf = (string) => string / 120
    await show(models)
    const note = () => screen.getByText(/^Best kept:/).textContent
    expect(note()).toBe('Best kept: string 16, 30.0 bits. Least: string 1, 0.0.')
    await act(async () => fireEvent.click(screen.getByRole('radio', { name: /^4 bits each/ })))
    await act(() => new Promise((resolve) => setTimeout(resolve, 250)))
    expect(note()).toBe('Best kept: string 16, 15.0 bits. Lost most: string 16, 15.0.')
  })

  it('keeps what is below a part in its place while all strings are measured without it', async () => {
    const { gate } = await show()
    expect(screen.getByText('All are kept alike: 15.0 bits of each.')).toBeTruthy()
    gate.wait = () => new Promise(() => undefined)
    await act(async () => fireEvent.click(screen.getByRole('radio', { name: /^4 bits each/ })))
    await act(async () => fireEvent.click(screen.getByRole('switch', { name: /^MLP/ })))
    expect(screen.getByText(/^Counting the bits/)).toBeTruthy()
    expect(screen.getByText('All are kept alike: 7.5 bits of each.')).toBeTruthy()
  })

  it('says where a model knows nothing, in place of bits lost and bars below nothing', async () => {
    const models = fakeModels()
    models.gate.totalOf = ({ lens }) => (lens.bits === 2 || lens.without.length > 0 ? -480 : 240)
    await show(models)
    expect(screen.getByRole('radio', { name: '2 bits each knows nothing −480' })).toBeTruthy()
    expect(screen.getByRole('switch', { name: 'MLP all' })).toBeTruthy()
    expect(screen.getByText(/^Without any one part it knows nothing/)).toBeTruthy()
  })

  it('goes to another string and to another model', async () => {
    const { questions, opened } = await show()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'The string before' })))
    await settle()
    expect(questions.at(-1)).toMatchObject({ string: { of: 'training', index: 15 } })
    const choice = screen.getByRole('combobox', { name: /^The model that learned/ })
    await act(async () => fireEvent.change(choice, { target: { value: TRIALS[1].key } }))
    await settle()
    expect(opened.map(({ trial }) => trial.key)).toEqual([TRIALS[0].key, TRIALS[1].key])
  })
})

describe('a model that is not kept', () => {
  it('says so, and waits where training it takes long', async () => {
    const models = fakeModels({ isKept: false })
    await show(models, 90)
    expect(screen.getByText(/^This model was not kept\. Training it again takes about/)).toBeTruthy()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Train it again' })))
    await settle()
    expect(screen.getByText(/^It was not kept, so it was trained again just now/)).toBeTruthy()
    expect(heading()).toBe('What it expects as symbol 5')
  })
})

it('opens a model of a visitor’s text again when the text has come', async () => {
  const models = fakeModels()
  const named = exampleTrial({ source: { id: 'own', cut: 'lines', count: 9, hash: '0123456789abcdef' } })
  const taken = { ...named, source: { ...named.source, text: 'a text' } } as Trial
  const shown = (trial: Trial) => (
    <MantineProvider>
      <Microscope lab={models.lab} trials={[trial]} retrainOn={() => 'wasm'} secondsOf={() => 1} />
    </MantineProvider>
  )
  models.gate.open = () => Promise.reject(new Error('the text is not here'))
  const { rerender } = await act(async () => render(shown(named)))
  expect(screen.getByRole('alert').textContent).toContain('the text is not here')
  models.gate.open = undefined
  await act(async () => rerender(shown(taken)))
  await settle()
  expect(models.opened.map(({ trial }) => trial)).toEqual([named, taken])
  expect(heading()).toBe('What it expects as symbol 5')
})

it('names models by what sets them apart', () => {
  expect(trialNames(TRIALS)).toEqual(['8 strings', '16 strings'])
  const seeds = [0, 1].map((seed) => exampleTrial({ seed, datasetSize: 8 }))
  expect(trialNames(seeds)).toEqual(['8 strings · seed 0', '8 strings · seed 1'])
})

it('says of a held-out string that it is guessed where it costs neither more nor less', () => {
  expect([-2, 0, 3].map(heldOutText)).toEqual([
    'A string that it never saw costs 2 bits more than guessing: what it is sure of there is wrong.',
    'A string that it never saw it can only guess.',
    'Of a string that it never saw it knows 3 bits.',
  ])
})

it('concludes from parts that are switched off one by one what their numbers show, and nothing before', () => {
  expect(partsText(240, [-5, undefined])).toBe('')
  expect(partsText(0, [-5, -7])).toBe('')
  expect(partsText(240, [-5, 0])).toBe(
    'Without any one part it knows nothing: the bits are not in one of them, but in all together.',
  )
  expect(partsText(240, [-5, 0, 30])).toMatch(/^Without any one of 2 of its 3 parts it knows nothing;/)
  expect(partsText(240, [10, 30])).toMatch(/^Without any one part it still knows something/)
})
