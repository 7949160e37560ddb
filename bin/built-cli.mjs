/** Builds the command line, and the server of a class, where a source is newer than the last build or the commit is another. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, isOlder } from './build.mjs'
import { root } from './ready.mjs'

const STAMP = 'dist/cli/built'
const SOURCES = ['src', 'vite.cli.config.ts', 'vite.assemblyscript.ts', 'vite.wesl.ts', 'package-lock.json']
const stamp = join(root, STAMP)

/**
 * Records name the commit of the build, and what was built before it was committed would still say that it differs from one. Empty where git
 * does not tell, also to a user whom the folder does not belong to: then the build is as good as its sources are old.
 */
const headOfSources = () =>
  spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout ?? ''
const builtOf = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined)

if (existsSync(join(root, 'src'))) {
  const head = headOfSources()
  if (isOlder(STAMP, SOURCES) || (head !== '' && builtOf() !== head)) {
    build('vite.cli.config.ts', 'dist/cli', '--app')
    writeFileSync(stamp, head)
  }
}
