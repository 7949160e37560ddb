/** `bin/`, copied to places where nothing can be built. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const BIN = fileURLToPath(new URL('../../bin', import.meta.url))
let temporary: string
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'plateau-'))
})
afterEach(() => rmSync(temporary, { recursive: true }))

/** What each of the two says that build, and the check before the scripts of Vite. */
function said(folder: string, node: string): string[] {
  const project = join(temporary, folder)
  mkdirSync(join(project, 'src'), { recursive: true })
  writeFileSync(join(project, 'src/main.ts'), '')
  cpSync(BIN, join(project, 'bin'), { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', engines: { node } }))
  return ['lab.mjs', 'bench.mjs', 'ready.mjs'].map((script) => {
    const args = [join(project, 'bin', script), 'list']
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    return `${status} ${stderr}`
  })
}

it('an old Node is named, with the one that is needed', () => {
  const sentence = `1 Plateau needs Node 99.7 or newer, and this is Node ${process.versions.node}: install a newer one from nodejs.org.\n`
  expect(said('plateau', '>=99.7.0')).toEqual([sentence, sentence, sentence])
})

it.each(process.platform === 'win32' ? ['a#b'] : ['a#b', 'a?b'])('the folder %s is named', (folder) => {
  const refusal = expect.stringMatching(
    /^1 Plateau cannot be built in a folder with a "[#?]" in its path: .*a[#?]b.*\n$/,
  )
  expect(said(folder, '>=20.19.0')).toEqual([refusal, refusal, refusal])
})

it('missing packages are named, and how to get them', () => {
  const refusal = expect.stringMatching(/^1 Plateau's packages are not installed: run npm ci in .*a%20b.*\n$/)
  expect(said('a%20b', '>=20.19.0')).toEqual([refusal, refusal, '0 '])
})

it('what was packed without its sources runs as it was built', () => {
  const project = join(temporary, 'node_modules/plateau')
  cpSync(BIN, join(project, 'bin'), { recursive: true })
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ type: 'module', engines: { node: '>=20.19.0' } }),
  )
  mkdirSync(join(project, 'dist/cli'), { recursive: true })
  writeFileSync(join(project, 'dist/cli/main.js'), 'console.log(...process.argv.slice(2))')
  const { stdout } = spawnSync(process.execPath, [join(project, 'bin/lab.mjs'), 'list'], { encoding: 'utf8' })
  expect(stdout).toBe('list\n')
})
