/** `npm run lab`: builds the command line where a source is newer than the last build or the commit is another, then runs it. Plain JavaScript: it runs unbuilt. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist/cli/built')

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newestSource() {
  const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join(root, 'src', name))
  const inputs = ['vite.cli.config.ts', 'vite.assemblyscript.ts', 'package-lock.json'].map((name) =>
    join(root, name),
  )
  return Math.max(...[...sources, ...inputs].map(modifiedAt))
}

/** Records name the commit of the build, and what was built before it was committed would still say that it differs from one. */
const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout ?? ''
const builtOf = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined)

if (modifiedAt(stamp) < newestSource() || builtOf() !== head) {
  const manifest = createRequire(import.meta.url).resolve('vite/package.json')
  const vite = join(dirname(manifest), 'bin/vite.js')
  const args = [vite, 'build', '--app', '--config', 'vite.cli.config.ts']
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) {
    process.stderr.write('The lab could not be built; run npm ci and try again.\n')
    process.exit(1)
  }
  writeFileSync(stamp, head)
}

await import('../dist/cli/main.js')
