import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { commitOf, sourceOf, withFullCard } from './commit'

let folder: string
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=lab', '-c', 'user.email=lab@localhost', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-commit-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src/main.ts'), 'export const bits = 1\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

function commitAll(): string {
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--no-gpg-sign', '-m', 'Begin')
  return git('rev-parse', 'HEAD')
}

it('is the short hash of the commit', () => {
  const hash = commitAll()
  expect(commitOf(folder)).toMatch(/^[0-9a-f]{7,}$/)
  expect(hash.startsWith(commitOf(folder))).toBe(true)
})

it('is marked where a source was changed, added or taken away, and only then', () => {
  commitAll()
  const clean = commitOf(folder)
  writeFileSync(join(folder, 'results.jsonl'), '{}\n')
  expect(commitOf(folder)).toBe(clean)
  writeFileSync(join(folder, 'src/other.ts'), 'export const bits = 2\n')
  expect(commitOf(folder)).toBe(`${clean}-dirty`)
  rmSync(join(folder, 'src/other.ts'))
  expect(commitOf(folder)).toBe(clean)
  writeFileSync(join(folder, 'src/main.ts'), 'export const bits = 3\n')
  expect(commitOf(folder)).toBe(`${clean}-dirty`)
  rmSync(join(folder, 'src/main.ts'))
  expect(commitOf(folder)).toBe(`${clean}-dirty`)
})

it('is unknown without a history, before the first commit, and within a repository of others', () => {
  expect(commitOf(folder)).toBe('')
  git('init', '--quiet')
  expect(commitOf(folder)).toBe('')
  commitAll()
  expect(commitOf(join(folder, 'src'))).toBe('')
  expect(commitOf(join(folder, 'nowhere'))).toBe('')
})

it('knows the address of the source and of the preview card only from package.json', () => {
  expect(sourceOf({})).toBe('')
  expect(sourceOf({ repository: 'https://example.org/plateau' })).toBe('https://example.org/plateau')
  expect(sourceOf({ repository: { url: 'git+https://example.org/plateau.git' } })).toBe(
    'https://example.org/plateau',
  )
  const card = '<meta property="og:image" content="./card.png" />'
  expect(withFullCard(card, {})).toBe(card)
  expect(withFullCard(card, { homepage: 'https://example.org/' })).toContain('"https://example.org/card.png"')
})
