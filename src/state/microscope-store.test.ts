import { afterEach, describe, expect, it, vi } from 'vitest'
import { exampleTrial } from '@/core/testing/example-record'
import type { ModelClient, Question } from '@/runtime/questions'
import { lensName, lensOf } from './microscope-sight'
import { createMicroscopeStore } from './microscope-store'
import { fakeModels } from './testing/fake-models'

const TRIAL = exampleTrial({ steps: 300 })
const storeOf = (lab: ModelClient, seconds = 1) =>
  createMicroscopeStore({ lab, retrainOn: () => 'wasm', secondsOf: () => seconds }, TRIAL)

const settled = () => new Promise((resolve) => setTimeout(resolve))
const ofType = (questions: readonly Question[], type: Question['type']) =>
  questions.filter((question) => question.type === type)

afterEach(() => void vi.useRealTimers())

describe('a microscope', () => {
  it('opens a model at the end of its training, and asks about the first symbol that it should know', async () => {
    const { lab, questions } = fakeModels()
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    await settled()
    expect(store.getState()).toMatchObject({
      status: { kind: 'open' },
      step: 300,
      position: 4,
    })
    expect(ofType(questions, 'string').map((asked) => asked.type === 'string' && asked.position)).toEqual([
      7, 4,
    ])
    expect(store.getState().course?.bits).toHaveLength(3)
  })

  it('asks for what was seen last, and for nothing of what was seen in between', async () => {
    const { lab, questions, gate } = fakeModels()
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    await settled()
    questions.length = 0
    let open: () => void = () => undefined
    gate.wait = () =>
      new Promise((resolve) => {
        open = resolve
        gate.wait = async () => undefined
      })
    for (const string of [1, 2, 3, 4]) store.getState().see({ string })
    await settled()
    open()
    await settled()
    const asked = ofType(questions, 'string').map((own) => own.type === 'string' && own.string.index)
    expect([...new Set(asked)]).toEqual([1, 4])
  })

  it('measures all strings once at rest: in full, rounded, and without each part', async () => {
    vi.useFakeTimers()
    const { lab, questions } = fakeModels()
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    await vi.advanceTimersByTimeAsync(10_000)
    const names = ofType(questions, 'bits').map(({ lens }) => lensName(lens))
    expect(names.slice(0, 3)).toEqual(['300 all', '300 8', '300 7'])
    expect(names).toContain('300 all h0.head1')
    expect(new Set(names).size).toBe(names.length)
    expect(store.getState().measured.size).toBe(names.length)
    store.getState().see({ position: 2 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ofType(questions, 'bits')).toHaveLength(names.length)
    store.getState().see({ bits: 4 })
    await vi.advanceTimersByTimeAsync(10_000)
    const fresh = ofType(questions, 'bits')
      .slice(names.length)
      .map(({ lens }) => lensName(lens))
    expect(fresh).toContain('300 4 h0.mlp')
    expect(fresh).not.toContain('300 4')
    expect(store.getState().measured.has(lensName(lensOf(store.getState())))).toBe(true)
    store.getState().close()
  })

  it('forgets changed symbols with the string', async () => {
    const store = storeOf(fakeModels().lab)
    await store.getState().open(TRIAL)
    store.getState().see({ changed: [1, 1, 1, 1, 1, 1, 1, 1] })
    expect(store.getState().changed).toHaveLength(8)
    store.getState().see({ string: 2 })
    expect(store.getState()).toMatchObject({ string: 2, changed: undefined })
  })
})

describe('a model that is gone', () => {
  it('is trained again unasked where that takes seconds', async () => {
    const { lab, opened } = fakeModels()
    await storeOf(lab, 9).getState().open(TRIAL)
    expect(opened.map(({ retrainOn }) => retrainOn)).toEqual(['wasm'])
  })

  it('is trained by the arithmetic of its record', async () => {
    const { lab, opened } = fakeModels()
    const services = {
      lab,
      retrainOn: () => 'wasm' as const,
      secondsOf: () => 1,
      numericsOf: () => 'simd128-2',
    }
    await createMicroscopeStore(services, TRIAL).getState().open(TRIAL)
    expect(opened[0]).toMatchObject({ retrainOn: 'wasm', numerics: 'simd128-2' })
  })

  it('waits to be told where it takes long', async () => {
    const { lab, opened } = fakeModels({ isKept: false })
    const store = storeOf(lab, 60)
    await store.getState().open(TRIAL)
    expect(store.getState().status).toEqual({ kind: 'gone', seconds: 60 })
    await store.getState().retrain()
    expect(opened.map(({ retrainOn }) => retrainOn)).toEqual([undefined, 'wasm'])
    expect(store.getState().status.kind).toBe('open')
  })

  it('can be given up while it trains', async () => {
    const { lab, calls } = fakeModels({ open: () => new Promise(() => undefined) })
    const store = storeOf(lab)
    void store.getState().open(TRIAL)
    expect(store.getState().status.kind).toBe('opening')
    store.getState().cancel()
    expect(store.getState().status.kind).toBe('gone')
    expect(calls.at(-1)).toMatch(/^close/)
  })

  it('is said to be, where it cannot be trained', async () => {
    const { lab } = fakeModels({ open: () => Promise.reject(new Error('no thread')) })
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    expect(store.getState().status).toEqual({ kind: 'failed', message: 'no thread' })
  })
})

describe('a session that is lost', () => {
  it('is opened again, and asked what was asked', async () => {
    const { lab, opened, gate } = fakeModels()
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    await settled()
    let failures = 1
    gate.wait = async () => {
      if (failures-- > 0) throw new Error('the thread was ended')
    }
    store.getState().see({ step: 75 })
    await settled()
    expect(opened).toHaveLength(2)
    expect(new Set(opened.map(({ session }) => session)).size).toBe(2)
    expect(store.getState()).toMatchObject({ status: { kind: 'open' }, step: 75 })
  })

  it('is given up where that happens again', async () => {
    const { lab, opened, gate } = fakeModels()
    const store = storeOf(lab)
    await store.getState().open(TRIAL)
    await settled()
    gate.wait = () => Promise.reject(new Error('the thread was ended'))
    store.getState().see({ step: 75 })
    await settled()
    expect(opened).toHaveLength(2)
    expect(store.getState().status).toEqual({ kind: 'failed', message: 'the thread was ended' })
  })
})
