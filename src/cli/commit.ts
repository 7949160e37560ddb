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

/** What package.json says of who publishes the build: `repository` holds its source, `homepage` is where the page lies. Both may be missing. */
interface Package {
  readonly version: string
  readonly repository?: string | { readonly url: string }
  readonly homepage?: string
}

const packageOf = (folder: string): Package => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The address of the source for a browser; empty where the package names none. */
export function sourceOf({ repository = '' }: Pick<Package, 'repository'>): string {
  const url = typeof repository === 'string' ? repository : repository.url
  return url.replace(/^git\+/, '').replace(/\.git$/, '')
}

/** Chats and mail load the preview card only by its full address. */
export const withFullCard = (html: string, { homepage }: Pick<Package, 'homepage'>): string =>
  homepage ? html.replace('content="./card.png"', `content="${homepage.replace(/\/$/, '')}/card.png"`) : html

/** For Vite: gives `core/build.ts` its values and the preview card its address, in builds alone. */
export const commitOfBuild = (folder: string) => ({
  name: 'plateau-commit',
  apply: 'build' as const,
  config: () => ({
    define: {
      PLATEAU_COMMIT: JSON.stringify(commitOf(folder)),
      PLATEAU_VERSION: JSON.stringify(packageOf(folder).version),
      PLATEAU_SOURCE: JSON.stringify(sourceOf(packageOf(folder))),
    },
  }),
  transformIndexHtml: (html: string) => withFullCard(html, packageOf(folder)),
})
