/**
 * Stops what cannot work here, with one sentence and before anything is built. Its own line in package.json's scripts, and the first import
 * of those that lie beside it. It is read by every Node since 16, so that an old one is named instead of failing at newer syntax.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Ends the process. */
export function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [major, minor] = /\d+\.\d+/.exec(engines.node)[0].split('.').map(Number)
const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  stop(
    `Plateau needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}: install a newer one from nodejs.org.`,
  )
}

/** In the addresses by which Vite names files these begin a query or a fragment. */
const [sign] = /[#?]/.exec(root) ?? []
if (sign !== undefined) {
  stop(`Plateau cannot be built in a folder with a "${sign}" in its path: rename or move ${root}`)
}
