/**
 * The commit that a build is made of, for the provenance of what it trains: `1a2b3c4`, or `1a2b3c4-dirty` where its sources are not those
 * of the commit. Unknown, rather than wrong, where there is no git or no repository of ours, and in servers whose sources change under them.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths whose changes make a build another than its commit's; other files in the folder do not. */
const SOURCES = ['src', 'public', 'index.html', 'package.json', 'package-lock.json', ':(glob)vite.*.ts']

/** @returns the short hash, with `-dirty` behind it where a source differs from the commit; empty where it is unknown. */
export function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    // A copy without a history of its own may lie in a folder of somebody else's.
    if (git('rev-parse', '--show-prefix') !== '') return ''
    const hash = git('rev-parse', '--short', 'HEAD')
    return git('status', '--porcelain', '--', ...SOURCES) === '' ? hash : `${hash}-dirty`
  } catch {
    return ''
  }
}

function versionOf(folder: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return version
}

/** For Vite: gives `core/build.ts` its values, in builds alone. */
export const commitOfBuild = (folder: string) => ({
  name: 'plateau-commit',
  apply: 'build' as const,
  config: () => ({
    define: {
      PLATEAU_COMMIT: JSON.stringify(commitOf(folder)),
      PLATEAU_VERSION: JSON.stringify(versionOf(folder)),
    },
  }),
})
