/** `npm run bench`: builds the bench, then runs it. Plain JavaScript: it runs unbuilt. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
const args = [vite, 'build', '--config', 'vite.bench.config.ts']
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
if (status !== 0) {
  process.stderr.write('The bench could not be built; run npm ci and try again.\n')
  process.exit(1)
}
await import('../dist/bench/main.js')
