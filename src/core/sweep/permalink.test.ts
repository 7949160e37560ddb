import { describe, expect, it } from 'vitest'
import type { Experiment } from './experiment'
import { experimentById } from './experiments'
import type { ConfigValues } from './fields'
import { parsePermalink, printPermalink, withPackedText } from './permalink'

const capacity = experimentById('capacity')
const preset = (id: string): ConfigValues => capacity.presets.find((p) => p.id === id)!.config

function problemsOf(hash: string) {
  const parsed = parsePermalink(hash)
  if (parsed.status !== 'invalid') throw new Error(`${hash} was taken as ${parsed.status}`)
  return parsed.problems
}

function valuesOf(hash: string): ConfigValues {
  const parsed = parsePermalink(hash)
  if (parsed.status !== 'valid') throw new Error(`${hash}: ${JSON.stringify(parsed)}`)
  return parsed.linked.values
}

describe('a printed permalink', () => {
  it('of a preset names the preset and nothing else', () => {
    expect(printPermalink(capacity, 'quick', preset('quick'))).toBe('#capacity?v=1&preset=quick')
  })

  it('holds only what differs, in words and plain numbers', () => {
    const values = {
      ...preset('quick'),
      width: [16],
      heads: [8],
      learningRate: 0.003,
      batch: 512,
      tied: true,
    }
    expect(printPermalink(capacity, 'quick', values)).toBe(
      '#capacity?v=1&preset=quick&width=16&heads=8&tied=true&learningRate=0.003&batch=512',
    )
    const lecture = { ...preset('lecture'), batch: 0, seeds: [0, 7] }
    expect(printPermalink(capacity, 'lecture', lecture)).toBe(
      '#capacity?v=1&preset=lecture&batch=full&seeds=0,7',
    )
  })

  it('leaves out the list that another list has replaced', () => {
    const values = { ...preset('tiny'), datasetSizes: [], dataRatios: [0.5, 1] }
    const link = printPermalink(capacity, 'tiny', values)
    expect(link).toBe('#capacity?v=1&preset=tiny.2&dataRatios=0.5,1')
    expect(valuesOf(link)).toEqual(values)
  })

  it('is not written for a preset that does not exist', () => {
    expect(() => printPermalink(capacity, 'huge', preset('tiny'))).toThrow(/unknown preset "huge"/)
  })
})

describe('a preset that has changed', () => {
  const tiny = capacity.presets[0]
  const before = [{ seeds: [0], steps: 100 }, { seeds: [0, 1] }]
  const changed: Experiment = { ...capacity, presets: [{ ...tiny, before }] }
  const known = new Map([['capacity', changed]])
  const opened = (hash: string) => {
    const parsed = parsePermalink(hash, known)
    return parsed.status === 'valid' ? parsed.linked : parsed
  }
  const linked = (values: ConfigValues) => ({ experiment: 'capacity', preset: 'tiny', values })

  it('has a link for each of its times, and each opens what it was', () => {
    const times = [{ ...tiny.config, ...before[0] }, { ...tiny.config, ...before[1] }, tiny.config]
    const links = times.map((values) => printPermalink(changed, 'tiny', values as ConfigValues))
    expect(links).toEqual([
      '#capacity?v=1&preset=tiny',
      '#capacity?v=1&preset=tiny.2',
      '#capacity?v=1&preset=tiny.3',
    ])
    expect(links.map(opened)).toEqual(times.map((values) => linked(values as ConfigValues)))
  })

  it('is read by old links as it was, and written back as they were', () => {
    const old = '#capacity?v=1&preset=tiny&datasetSizes=8,16'
    const { values } = opened(old) as { values: ConfigValues }
    expect(values).toEqual({ ...tiny.config, ...before[0], datasetSizes: [8, 16] })
    expect(printPermalink(changed, 'tiny', values)).toBe(old)
  })

  it('is the preset of today where a link was typed by hand', () => {
    for (const hash of ['#capacity', '#capacity?v=1', '#capacity?preset=tiny']) {
      expect(opened(hash), hash).toEqual(linked(tiny.config))
    }
    expect(opened('#capacity?v=1&preset=tiny.4')).toMatchObject({ status: 'invalid' })
  })
})

describe('a permalink that was typed', () => {
  it.each(['', '#', '#/'])('%j is empty', (hash) => {
    expect(parsePermalink(hash)).toEqual({ status: 'empty' })
  })

  it.each(['#capacity', 'capacity', '#/capacity', '#capacity?', '#capacity?v=1', '#capacity?&&preset=tiny&'])(
    '%j is the first preset of this version',
    (hash) => {
      expect(valuesOf(hash)).toEqual(preset('tiny'))
    },
  )

  it('may escape what it likes, and put spaces into lists', () => {
    expect(valuesOf('#capacity?wid%74h=16%2C%208&heads=4, 2&steps=1e2')).toMatchObject({
      width: [16, 8],
      heads: [4, 2],
      steps: 100,
    })
  })

  it('keeps what is set before it from the preset it names, wherever it names it', () => {
    expect(valuesOf('#capacity?steps=5&preset=quick')).toEqual({ ...preset('quick'), steps: 5 })
  })
})

describe('a hostile permalink is refused by the name of what is wrong', () => {
  it.each([
    // What does not exist.
    ['experiment', '#nothing'],
    ['experiment', '#?v=1'],
    ['experiment', '#__proto__?v=1'],
    ['experiment', '#constructor'],
    ['experiment', '#toString?preset=tiny'],
    ['experiment', '#%63apacity'],
    ['experiment', `#${'x'.repeat(4000)}`],
    ['preset', '#capacity?preset=huge'],
    ['preset', '#capacity?preset=__proto__'],
    ['preset', '#capacity?preset=constructor'],
    ['preset', '#capacity?preset='],
    ['v', '#capacity?v=2'],
    ['v', '#capacity?v=0'],
    ['v', '#capacity?v=01'],
    ['v', '#capacity?v='],
    ['v', '#capacity?v=1.0'],
    ['colour', '#capacity?colour=red'],
    ['Width', '#capacity?Width=8'],
    ['__proto__', '#capacity?__proto__=1'],
    ['constructor', '#capacity?constructor=1'],
    ['toString', '#capacity?toString=1'],
    ['hasOwnProperty', '#capacity?hasOwnProperty'],
    ['', '#capacity?=5'],
    // What is said twice.
    ['steps', '#capacity?steps=5&steps=5'],
    ['steps', '#capacity?steps=5&st%65ps=6'],
    ['v', '#capacity?v=1&v=1'],
    ['preset', '#capacity?preset=tiny&preset=quick'],
    ['dataRatios', '#capacity?datasetSizes=8&dataRatios=1'],
    ['dataRatios', '#capacity?dataRatios=1&datasetSizes=8'],
    // What is no number.
    ['steps', '#capacity?steps='],
    ['steps', '#capacity?steps'],
    ['steps', '#capacity?steps=NaN'],
    ['steps', '#capacity?steps=Infinity'],
    ['steps', '#capacity?steps=-Infinity'],
    ['steps', '#capacity?steps=1e999'],
    ['steps', '#capacity?steps=0x10'],
    ['steps', '#capacity?steps=0b1'],
    ['steps', '#capacity?steps=1_000'],
    ['steps', '#capacity?steps=10n'],
    ['steps', '#capacity?steps=ten'],
    ['steps', '#capacity?steps=٣'],
    ['steps', '#capacity?steps=1,2'],
    ['steps', '#capacity?steps=[5]'],
    ['steps', '#capacity?steps=auto'],
    ['steps', `#capacity?steps=${'1'.repeat(4000)}`],
    ['learningRate', '#capacity?learningRate=full'],
    ['batch', '#capacity?batch=auto'],
    ['tied', '#capacity?tied=1'],
    ['tied', '#capacity?tied=TRUE'],
    ['tied', '#capacity?tied'],
    ['source', '#capacity?source=toString'],
    ['family', '#capacity?family=__proto__'],
    // What is out of range.
    ['steps', '#capacity?steps=0'],
    ['steps', '#capacity?steps=-5'],
    ['steps', '#capacity?steps=1.5'],
    ['steps', '#capacity?steps=1000001'],
    ['vocab', '#capacity?vocab=1'],
    ['seqLen', '#capacity?seqLen=1025'],
    ['learningRate', '#capacity?learningRate=0'],
    ['learningRate', '#capacity?learningRate=-0'],
    ['learningRate', '#capacity?learningRate=1e-400'],
    ['learningRate', '#capacity?learningRate=11'],
    ['batch', '#capacity?batch=0'],
    ['batch', '#capacity?batch=2.5'],
    ['width', '#capacity?width=513'],
    ['heads', '#capacity?heads=0'],
    ['heads', '#capacity?heads=1.5'],
    ['seeds', '#capacity?seeds=-1'],
    ['seeds', '#capacity?seeds=4294967296'],
    ['seeds', '#capacity?seeds=0.5'],
    ['dataRatios', '#capacity?dataRatios=0'],
    // Lists.
    ['width', '#capacity?width='],
    ['width', '#capacity?width=8,'],
    ['width', '#capacity?width=,8'],
    ['width', '#capacity?width=8,8.0'],
    ['width', '#capacity?width=a,b,a'],
    ['width', '#capacity?width=2,4,6,8,10,12,14,16,18,20,22,24,26'],
    ['datasetSizes', '#capacity?datasetSizes='],
    ['datasetSizes', `#capacity?datasetSizes=${Array.from({ length: 25 }, (_, i) => i + 1)}`],
    ['seeds', '#capacity?seeds=1,2,1'],
    // What does not go together.
    ['heads', '#capacity?heads=3'],
    ['heads', '#capacity?heads=3&layers=1,2'],
    ['heads', '#capacity?width=8,16,24&heads=2,4'],
    ['datasetSizes', '#capacity?vocab=2&seqLen=4&datasetSizes=8'],
    ['dataRatios', '#capacity?preset=quick&vocab=2&seqLen=2'],
    ['dataRatios', '#capacity?preset=quick&width=512&heads=8&dataRatios=64'],
    [
      'seeds',
      `#capacity?seeds=${Array.from({ length: 16 }, (_, i) => i)}&layers=1,2,3,4,5,6,7,8&width=2,4,6,8,10,12,14,16&heads=1`,
    ],
  ])('%j: %s', (field, hash) => {
    const problems = problemsOf(hash)
    expect(problems.map((p) => p.field)).toContain(field)
    for (const { message } of problems) {
      expect(message).not.toBe('')
      expect(message.length).toBeLessThan(400)
    }
    expect(new Set(problems.map((p) => `${p.field} ${p.message}`)).size).toBe(problems.length)
  })

  it.each(['#capacity?steps=%', '#capacity?steps=%E0%A4%A', '#capacity?%ff=1', '#capacity?steps=5&x=%zz'])(
    'a malformed escape: %s',
    (hash) => {
      expect(problemsOf(hash)).toEqual([{ field: undefined, message: expect.stringMatching(/% escape/) }])
    },
  )

  it('too long, before anything in it is read', () => {
    expect(problemsOf(`#capacity?steps=${'1'.repeat(5000)}`)[0]!.message).toMatch(/at most 4096/)
    expect(problemsOf(`#${'%'.repeat(10_000_000)}`)[0]!.message).toMatch(/10000000 characters long/)
  })

  it('with a few problems, however many there are', () => {
    expect(problemsOf(`#capacity?width=${'a,'.repeat(1000)}`)).toHaveLength(1)
    const names = Array.from({ length: 700 }, (_, i) => `x${i}`)
    expect(problemsOf(`#capacity?${names.join('&')}`)).toHaveLength(10)
  })

  it('in linear time: thousands of digits that end in a letter', () => {
    const hash = `#capacity?steps=${'1'.repeat(4000)}x`
    const start = performance.now()
    for (let i = 0; i < 20; i++) problemsOf(hash)
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('without its own text at length, and without its control characters, in the message', () => {
    const [long] = problemsOf(`#capacity?${'x'.repeat(4000)}=1`)
    expect(long!.field).toBe(`${'x'.repeat(40)}…`)
    const [steering] = problemsOf('#capacity?a%1b[2J%E2%80%AEb%0a=1')
    expect(steering!.field).toBe('a\ufffd[2J\ufffdb\ufffd')
    for (const hash of ['#\u001b[2Jx', '#capacity?v=%1b', '#capacity?preset=%07'])
      expect(problemsOf(hash)[0]!.message).not.toMatch(/\p{C}/u)
  })

  it('and leaves nothing behind in the prototypes', () => {
    for (const hash of [
      '#capacity?__proto__=9',
      '#capacity?constructor.prototype.steps=9',
      '#__proto__?steps=9',
    ])
      problemsOf(hash)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('steps' in {}).toBe(false)
  })
})

it('brings a packed text only to a config that is about a text, and only so long', () => {
  const own = '#capacity?v=1&preset=tiny&source=own-lines-20-0123456789abcdef&datasetSizes=18'
  expect(parsePermalink(withPackedText(own, 'abc-_1'))).toMatchObject({
    status: 'valid',
    linked: { packedText: 'abc-_1' },
  })
  for (const link of [
    withPackedText('#capacity?v=1&preset=tiny', 'abc'),
    withPackedText(own, 'a+b'),
    withPackedText(own, 'a'.repeat(2049)),
  ])
    expect(parsePermalink(link)).toMatchObject({ status: 'invalid', problems: [{ field: 'text' }] })
})
