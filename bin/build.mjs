import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root, stop } from './ready.mjs'

/** Builds by one of Vite's config files into a folder. Where that fails, ends the process with the reason. */
export function build(config, folder, ...options) {
  const vite = findVite()
  try {
    mkdirSync(join(root, folder), { recursive: true })
    accessSync(join(root, folder), constants.W_OK)
  } catch (error) {
    stop(`It has to be built, and ${join(root, folder)} cannot be written (${error.code}).`)
  }
  // Vite's usual way to read a config writes beside the packages, where another user may not.
  const args = [vite, 'build', '--config', config, '--configLoader', 'runner', ...options]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0)
    stop('It could not be built, for the reason above. After an update of Plateau, run npm ci first.')
}

function findVite() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  } catch {
    stop(`Plateau's packages are not installed: run npm ci in ${root}`)
  }
}

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The folder itself tells of files that came or went. Folder by folder: Node's own recursion takes three times as long. */
function newestIn(folder) {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? newestIn(path) : modifiedAt(path)
  })
  return Math.max(modifiedAt(folder), ...times)
}

/** Whether a file is older than any source, or is not there. @param sources files and folders. */
export function isOlder(file, sources) {
  const newest = (path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() ? newestIn(path) : modifiedAt(path)
  return modifiedAt(join(root, file)) < Math.max(...sources.map((path) => newest(join(root, path))))
}
