#!/usr/bin/env node
/**
 * `npm run lab`, and the command `plateau` of an installed package: builds the command line where a source is newer than the last build or the
 * commit is another, then runs it. A package that was packed has no sources, and what it has built is run as it is. Plain JavaScript: it runs unbuilt.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root } from './ready.mjs'

const stamp = join(root, 'dist/cli/built')

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The folder itself tells of files that came or went. Folder by folder: Node's own recursion takes three times as long. */
function newestIn(folder) {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? newestIn(path) : modifiedAt(path)
  })
  return Math.max(modifiedAt(folder), ...times)
}

function newestSource() {
  const inputs = ['vite.cli.config.ts', 'vite.assemblyscript.ts', 'vite.wesl.ts', 'package-lock.json']
  return Math.max(newestIn(join(root, 'src')), ...inputs.map((name) => modifiedAt(join(root, name))))
}

/**
 * Records name the commit of the build, and what was built before it was committed would still say that it differs from one. Empty where git
 * does not tell, also to a user whom the folder does not belong to: then the build is as good as its sources are old.
 */
const headOfSources = () =>
  spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout ?? ''
const builtOf = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined)

if (existsSync(join(root, 'src'))) {
  const head = headOfSources()
  if (modifiedAt(stamp) < newestSource() || (head !== '' && builtOf() !== head)) {
    build('vite.cli.config.ts', 'dist/cli', '--app')
    writeFileSync(stamp, head)
  }
}

// npm runs a script in the project's folder; paths on the command line are meant from where its caller stands.
if (process.env.npm_lifecycle_event === 'lab' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await import('../dist/cli/main.js')
