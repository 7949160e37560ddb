/** A text of one's own by the command line: what it says of it, and which lines come back. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'

const LAUNCHER = fileURLToPath(new URL('../../bin/lab.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lab = (...args: string[]) =>
  spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_lifecycle_event: 'lab', INIT_CWD: folder },
  })
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)

/** Robert Louis Stevenson, "My Shadow" (1885), in the public domain; no two of these lines begin with the same three letters. */
const POEM = `I have a little shadow that goes in and
out with me, and what can be the use of
him is more than I can see. He is very
like me from the heels up to the head;
and I see him jump before me, when I
jump into my bed. The funniest thing
about him is the way he likes to grow,
not at all like proper children, which
is always very slow; for he sometimes
shoots up taller like an india-rubber
ball, and he sometimes gets so little
that there's none of him at all. He
has not got a notion of how children
ought to play, and can only make a fool
of me in every sort of way. He stays so
close beside me, he's a coward you can
see; I'd think shame to stick to nursie
as that shadow sticks to me! One
morning, very early, before the sun
was up, I rose and found the shining dew`

it('learns a poem of twenty lines by heart, in seconds', () => {
  write('poem.txt', POEM)
  const { status, stdout, stderr } = lab(
    ...['run', 'extraction', '--strings', 'poem.txt', '--backend', 'wasm', '--out', 'poem.jsonl'],
    ...['--set', 'width=16', '--set', 'datasetSizes=18', '--set', 'seeds=0'],
  )
  expect({ status, stdout }).toMatchObject({ status: 0 })
  expect(stderr).toContain('20 strings of up to 40 symbols. Each line is one.')
  expect(stderr).toMatch(/Its alphabet has \d+ symbols: ⏎ ␣/)
  expect(stderr).toContain('A language has fewer')
  expect(stdout).toContain('18 of 18 strings come back word for word')
  expect(stdout).toContain('Of 2 strings that it never saw, 0 come back.')
  expect(stdout).toMatch(/Best kept:\n +\d+ bits, from its first \d {2}\w/)
  // The record and the link have the name of the text, and nothing of what stands in it.
  const link = /#extraction\S+/.exec(stdout)![0]
  expect(link).toMatch(/source=own-lines-20-[0-9a-f]{16}&/)
  expect(readFileSync(join(folder, 'poem.jsonl'), 'utf8')).not.toContain('shadow')

  // What is finished is known by the name of the text; another text is refused for the same link.
  const again = lab(
    'run',
    link,
    '--strings',
    'poem.txt',
    '--out',
    'poem.jsonl',
    '--resume',
    '--backend',
    'wasm',
  )
  expect(again).toMatchObject({ status: 0 })
  expect(again.stderr).toContain('1 of 1 trials are in the file already')
  write('other.txt', POEM.replace('shadow', 'window'))
  expect(lab('run', link, '--strings', 'other.txt')).toMatchObject({
    status: 2,
    stderr: 'other.txt: this is another text than the one that the link is about\n',
  })
  expect(lab('run', link).stderr).toContain('give the text by --strings')

  // A link may bring the text itself.
  const linked = (text: string) => `${link}&text=${deflateRawSync(text).toString('base64url')}`
  const brought = lab('run', linked(POEM), '--out', 'poem.jsonl', '--resume', '--backend', 'wasm')
  expect(brought).toMatchObject({ status: 0 })
  expect(brought.stdout).toContain('18 of 18 strings come back word for word')
  expect(lab('run', linked('something else'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('the text in this link is damaged'),
  })
})

it('refuses a file that it cannot take, with numbers', () => {
  write('large.txt', 'x'.repeat(70_000))
  write('utf16.txt', Buffer.from('\ufeffpoem', 'utf16le'))
  write('latin.txt', Uint8Array.of(0x67, 0xe9, 0x6e, 0x69, 0x65))
  const told = (...args: string[]) => lab('run', 'capacity', '--strings', ...args)
  expect(told('large.txt')).toMatchObject({
    status: 2,
    stderr: 'large.txt: This text has 70,000 bytes; at most 65,536 (64.0\u202fKiB) are taken.\n',
  })
  expect(told('utf16.txt').stderr).toContain('this is UTF-16')
  expect(told('latin.txt').stderr).toContain('this is no UTF-8 text')
  expect(told('none.txt').stderr).toContain('does not exist')
})
