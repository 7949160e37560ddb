// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { recordToJsonLine } from '@/core/results/export'
import { isActive } from '@/state/run-status'
import { createFakeLab, recordOf, SMALL_HASH, SMALL_TRIALS } from '@/state/testing/fake-services'
import { EVERY_STATUS, inLab } from '../testing/in-lab'
import { ShareActions } from './share-actions'

afterEach(cleanup)

const [first, second] = SMALL_TRIALS
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const input = () => screen.getByLabelText<HTMLInputElement>('JSON file to import')

function openCard() {
  const lab = createFakeLab({ hash: SMALL_HASH })
  lab.results.getState().add([recordOf(first)])
  lab.results.getState().showTrials('Tiny', [first])
  render(inLab(lab, <ShareActions />))
  return lab
}

async function choose(text: string) {
  const file = new File([text], 'runs.jsonl')
  await act(async () => {
    fireEvent.change(input(), { target: { files: [file] } })
  })
}

describe('share menu', () => {
  it.each(EVERY_STATUS)(
    'takes nothing in and deletes nothing while a sweep is under way: $kind',
    (status) => {
      const lab = openCard()
      act(() => lab.run.setState({ status }))
      const busy = isActive(status)
      expect(button('Import JSON').disabled).toBe(busy)
      expect(input().disabled).toBe(busy)
      expect(button('Clear stored runs…').disabled).toBe(busy)
      for (const name of ['Copy permalink', 'Download CSV', 'Download JSON'])
        expect(button(name).disabled, name).toBe(false)
    },
  )

  it('closes the question whether to delete when a sweep starts', async () => {
    const lab = openCard()
    await act(async () => button('Clear stored runs…').click())
    expect(button('Delete').disabled).toBe(false)
    act(() => lab.run.setState({ status: { kind: 'opening' } }))
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull()
    expect(button('Clear stored runs…').disabled).toBe(true)
  })

  it('imports a file, clears, and imports the same file again', async () => {
    const lab = openCard()
    const file = [first, second].map((trial) => recordToJsonLine(recordOf(trial))).join('\n')
    await choose(file)
    expect(screen.getByRole('status').textContent).toBe('Imported 1 new run. 1 run was here already.')
    await choose(file)
    expect(screen.getByRole('status').textContent).toBe('2 runs were here already.')
    expect(input().value, 'else the browser would not report the same file again').toBe('')
    await act(async () => button('Clear stored runs…').click())
    await act(async () => button('Delete').click())
    expect(screen.getByRole('status').textContent).toBe('Deleted 2 stored runs.')
    await choose(file)
    expect(screen.getByRole('status').textContent).toBe('Imported 2 new runs.')
    expect(lab.results.getState().shown.title).toBe('Imported')
  })

  it('says what it refused, and how much it did not read', async () => {
    openCard()
    await choose(JSON.stringify(Array(1000).fill(0)))
    expect(screen.getByRole('status').textContent).toMatch(
      /^Refused: 100 entries \(record 1: .+\); the 900 entries after them were not read\.$/,
    )
  })

  it('says where a file is none of ours', async () => {
    openCard()
    await choose('once upon a time')
    expect(screen.getByRole('status').textContent).toBe('Nothing was imported: the file is no JSON.')
  })

  it('says where deleting did not reach storage', async () => {
    const lab = openCard()
    lab.storage.status = 'silent'
    await act(async () => button('Clear stored runs…').click())
    await act(async () => button('Delete').click())
    expect(screen.getByRole('status').textContent).toContain('may be back after a reload')
  })
})
