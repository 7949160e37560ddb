import { describe, expect, it } from 'vitest'
import type { SweepProgress } from '@/runtime/protocol'
import { createProgress, duration } from './progress'

const progress: SweepProgress = {
  population: 2,
  populations: 6,
  step: 150,
  steps: 300,
  trialsFinished: 3,
  trialsTotal: 18,
  workDone: 0.25,
  stepsPerSecond: 211.4,
  tokensPerSecond: 1_234_567,
  remainingSeconds: 75,
  elapsedMs: 25_000,
}

function recorder(isTTY: boolean, columns?: number) {
  const written: string[] = []
  const output = { isTTY, ...(columns ? { columns } : {}), write: (text: string) => written.push(text) }
  return { written, output }
}

describe('progress', () => {
  it('redraws one line on a terminal, never wider than it', () => {
    const { written, output } = recorder(true, 50)
    let now = 0
    const display = createProgress(output, () => now)
    display.update(progress)
    display.update(progress) // too soon
    now = 1000
    display.update({ ...progress, workDone: 1 })
    display.end()
    expect(written).toHaveLength(3)
    expect(written[0]).toBe('\r[######··················] 25 %  trials 3/18  pop')
    expect(written[1]).toContain('[########################] 100 %')
    expect(written[2]).toBe(`\r${' '.repeat(49)}\r`)
  })

  it('prints a plain line now and then elsewhere', () => {
    const { written, output } = recorder(false)
    let now = 0
    const display = createProgress(output, () => now)
    for (; now < 60_000; now += 100) display.update(progress)
    display.end()
    expect(written).toEqual(
      Array(2).fill(
        '25 %  trials 3/18  population 2/6 step 150/300  211 steps/s  1.23 M tokens/s  1 min 15 s left\n',
      ),
    )
  })

  it('lets no line steer the terminal', () => {
    const { written, output } = recorder(true)
    createProgress(output, () => 0).line('GPU \u001b[31mred\u202e')
    expect(written).toEqual(['GPU \ufffd[31mred\ufffd\n'])
  })

  it('says durations as people do', () => {
    expect([0.2, 59.4, 60, 3725, Number.POSITIVE_INFINITY].map(duration)).toEqual([
      '0 s',
      '59 s',
      '1 min 00 s',
      '1 h 02 min',
      '–',
    ])
  })
})
