import { describe, expect, it } from 'vitest'
import { parseCommand, type RunOptions } from './args'

const run = (...argv: string[]): RunOptions => {
  const command = parseCommand(['run', ...argv])
  if (command.kind !== 'run') throw new Error(JSON.stringify(command))
  return command.options
}

const problems = (...argv: string[]): readonly string[] => {
  const command = parseCommand(argv)
  return command.kind === 'mistaken' ? command.problems : [`no mistake: ${command.kind}`]
}

describe('the command line', () => {
  it('knows its commands', () => {
    expect(parseCommand([]).kind).toBe('help')
    expect(parseCommand(['run', 'capacity', '--help']).kind).toBe('help')
    expect(parseCommand(['list']).kind).toBe('list')
    expect(problems('train')).toEqual([
      'unknown command "train" (known: list, run, merge, record, work, queue, reproduction)',
    ])
  })

  it('runs the first preset on the default host unless told otherwise', () => {
    const options = run('capacity')
    expect(options).toMatchObject({
      presetId: 'tiny',
      host: 'dawn',
      backend: 'auto',
      resume: false,
      tune: true,
      quiet: false,
    })
    expect(options.out).toBeUndefined()
    expect(options.values).toEqual(options.experiment.presets[0].config)
  })

  it('lays --set over the preset, lists with commas', () => {
    const { values, presetId } = run('capacity', '--preset', 'quick', '--set', 'width=16', '--set', 'heads=8')
    expect(presetId).toBe('quick')
    expect(values).toMatchObject({ width: [16], heads: [8], vocab: 64 })
    expect(run('capacity', '--set=datasetSizes=64,256', '--set', 'batch=full').values).toMatchObject({
      datasetSizes: [64, 256],
      batch: 0,
    })
  })

  it('empties the list that another replaces', () => {
    expect(run('capacity', '--set', 'dataRatios=0.5,1').values).toMatchObject({
      dataRatios: [0.5, 1],
      datasetSizes: [],
    })
  })

  it('opens a permalink, with or without its address, and sets fields over it', () => {
    const { presetId, values } = run(
      'http://localhost:4173/#capacity?v=1&preset=quick&width=16&heads=8',
      '--set',
      'seeds=7',
    )
    expect(presetId).toBe('quick')
    expect(values).toMatchObject({ width: [16], heads: [8], seeds: [7] })
    expect(run('capacity?preset=quick').presetId).toBe('quick')
    expect(problems('run', '#capacity?width=banana')[0]).toMatch(/^width: /)
    expect(problems('run', '#capacity?width=8', '--preset', 'quick')[0]).toMatch(/exclude each other/)
  })

  it('names every field that is wrong, all at once', () => {
    const found = problems(
      'run',
      'capacity',
      '--set',
      'width=0',
      '--set',
      'steps=many',
      '--set',
      'colour=red',
    )
    expect(found.map((problem) => problem.split(':')[0])).toEqual(['colour', 'width', 'steps'])
    expect(problems('run', 'capacity', '--set', 'width')).toEqual(['--set width: write field=value'])
    expect(problems('run', 'capacity', '--set', 'width=8', '--set', 'width=16')).toEqual([
      'width: is set twice',
    ])
  })

  it('checks what concerns several fields', () => {
    expect(problems('run', 'capacity', '--set', 'heads=3')).toEqual(['heads: 3 heads do not divide width 8'])
  })

  it('names every flag that is wrong, all at once', () => {
    expect(problems('run', 'capacity', '--colour', '--out', '--quiet', '--resume=yes')).toEqual([
      '--colour is no option (try --help)',
      '--out needs a value',
      '--resume takes no value',
    ])
    expect(problems('run', 'capacity', '-x')).toEqual(['-x is no option (try --help)'])
    expect(problems('run', 'capacity', '--out', 'a', '--out', 'b')).toEqual(['--out is given twice'])
    expect(problems('run', 'capacity', '--host', 'moon', '--backend', 'cuda')).toEqual([
      '--host is "moon" (known: dawn, chromium)',
      '--backend is "cuda" (known: auto, webgpu, webgl, wasm, cpu)',
    ])
  })

  it('refuses what cannot work together', () => {
    expect(run('capacity', '--tune', 'off').tune).toBe(false)
    expect(problems('run', 'capacity', '--tune', 'no')).toEqual(['--tune is "no" (known: on, off)'])
    expect(problems('run', 'capacity', '--backend', 'webgl')[0]).toMatch(/needs --host chromium/)
    expect(problems('run', 'capacity', '--resume')[0]).toMatch(/needs --out/)
  })

  it.each(["'#capacity?v=1", '"#capacity?v=1', "capacity'", '“capacity”'])(
    'names the quote in %s',
    (target) => {
      expect(problems('run', target)).toEqual([
        expect.stringMatching(/came with a quote \(\S\).*double quotes/),
      ])
    },
  )

  it('repeats little of what it was given, and nothing that steers a terminal', () => {
    const strange = `\u001b[31m${'x'.repeat(100_000)}`
    for (const argv of [
      [strange],
      ['list', strange],
      ['run', strange],
      ['run', 'capacity', strange],
      ['run', 'capacity', `--${strange}`],
      ['run', 'capacity', '--preset', strange],
      ['run', 'capacity', '--host', strange],
      ['run', 'capacity', '--backend', strange],
      ['run', 'capacity', '--set', strange],
      ['run', 'capacity', '--set', `${strange}=1`],
      ['run', 'capacity', '--set', `${strange}=1`, '--set', `${strange}=2`],
      ['run', 'capacity', '--set', `steps=${strange}`],
      ['run', `#capacity?v=1&${strange}=1`],
      ['run', `#${strange}`],
    ]) {
      const said = problems(...argv).join('\n')
      expect(said.length, argv.join(' ').slice(0, 40)).toBeLessThan(600)
      expect(said).not.toContain('\u001b')
      expect(said).not.toMatch(/^no mistake/)
    }
  })

  it('names what is known where an experiment or preset is not', () => {
    expect(problems('run')[0]).toMatch(/needs an experiment \(known: .*capacity/)
    expect(problems('run', 'capacities')[0]).toMatch(/unknown experiment "capacities" \(known: .*capacity/)
    expect(problems('run', 'capacity', '--preset', 'huge')[0]).toMatch(
      /unknown preset "huge" \(capacity has: tiny/,
    )
    expect(problems('run', 'capacity', 'width=8')[0]).toMatch(/not also "width=8"/)
  })
})

describe('a text of one’s own', () => {
  it('is taken where an experiment can be about one, and by what it decides itself', () => {
    expect(problems('run', 'scaling', '--strings', 'x.txt')).toEqual([
      'scaling takes no --strings (capacity, extraction, per-string do)',
    ])
    expect(
      problems(
        'run',
        'capacity',
        '--strings',
        'x',
        '--cut',
        'words',
        '--set',
        'vocab=4',
        '--set',
        'seqLen=2',
      ),
    ).toEqual([
      '--cut is "words" (known: lines, running)',
      'seqLen: strings of a text have 4 to 256 symbols',
      'vocab: the text of --strings decides it',
    ])
    expect(problems('run', 'capacity', '--strings', 'x', '--recorded', 'y')).toEqual([
      '--recorded takes no --strings: it is for results that are published',
    ])
    expect(problems('run', 'capacity', '--lowercase')).toEqual(['--cut and --lowercase need --strings'])
  })

  it('takes a part of a sweep, into a file', () => {
    expect(run('capacity', '--shard', '3/16', '--out', 'three.jsonl').shard).toEqual({ number: 3, of: 16 })
    expect(problems('run', 'capacity', '--shard', '3/16')).toEqual([
      '--shard needs --out: a file of its own for each shard',
    ])
    for (const wrong of ['0/4', '5/4', '3', '1/0', '-1/2', '1/2/3', 'all'])
      expect(problems('run', 'capacity', `--shard=${wrong}`, '--out', 'a')).toEqual([
        `--shard is "${wrong}": write 3/16 for the third of sixteen`,
      ])
    expect(problems('run', 'capacity', '--shard', '1/2', '--out', 'a', '--recorded', 'b')).toEqual([
      '--recorded takes no --shard: it is for whole sweeps',
    ])
  })

  it('joins files, of a config that it is told or finds out', () => {
    expect(parseCommand(['merge', 'a', 'b', '--out', 'c'])).toEqual({
      kind: 'merge',
      options: { files: ['a', 'b'], out: 'c', config: undefined, quiet: false },
    })
    const told = parseCommand(['merge', 'a', '--out', 'c', '--of', 'capacity', '--set', 'seeds=7', '--quiet'])
    expect(told).toMatchObject({
      options: { config: { presetId: 'tiny', values: { seeds: [7] } }, quiet: true },
    })
    expect(problems('merge')).toEqual([
      'merge needs files: npm run lab -- merge results/*.jsonl --out all.jsonl',
      'merge needs --out: the file that all records go to',
    ])
    expect(problems('merge', 'a', '--out', 'c', '--resume', '--preset', 'quick')).toEqual([
      'merge takes no --resume',
      '--preset, --set and --strings need --of: the experiment that the files are of',
    ])
    expect(problems('merge', 'a', '--out', 'c', '--of', 'capacity', '--set', 'width=0')).toEqual([
      expect.stringMatching(/^width: /),
    ])
    expect(problems('run', 'capacity', '--of', 'capacity')).toEqual(['--of belongs to merge'])
  })

  it('has a sweep trained by a queue, into a file that is gone on with', () => {
    expect(run('capacity', '--queue', '--out', 'a')).toMatchObject({ queue: true, resume: true, out: 'a' })
    expect(run('capacity', '--out', 'a')).toMatchObject({ queue: false, resume: false })
    expect(problems('run', 'capacity', '--queue', '--backend', 'wasm', '--shard', '1/2', '--force')).toEqual([
      '--queue needs --out: the file that the records are collected in',
      '--queue takes no --backend: give it to work --queue, on each box',
      '--queue takes no --force: what is too large for one box, another takes',
      '--queue takes no --shard: the queue cuts the sweep itself',
      '--shard needs --out: a file of its own for each shard',
    ])
    expect(problems('run', 'capacity', '--retry', '--largest', '1')).toEqual([
      'run takes no --largest',
      'run takes no --retry',
    ])
  })

  it('works for a queue, and looks into it', () => {
    expect(parseCommand(['work', '--queue', '--backend', 'wasm', '--largest', '1e12'])).toEqual({
      kind: 'work',
      options: { host: 'dawn', backend: 'wasm', largest: 1e12, quiet: false },
    })
    expect(problems('work', 'capacity', '--out', 'a', '--largest', 'all')).toEqual([
      'work takes no "capacity"',
      'work takes no --out',
      'work needs --queue: it trains what run --queue has published',
      '--largest is "all": write floating-point operations, such as 1e13',
    ])
    expect(parseCommand(['queue'])).toEqual({ kind: 'queue', retry: false, clear: false })
    expect(problems('queue', '--retry', '--clear', '--quiet')).toEqual([
      'queue takes no --quiet',
      '--retry and --clear exclude each other',
    ])
  })
})
