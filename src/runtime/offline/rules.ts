/** What the service worker answers for. Everything else in its folder is none of its business: other pages may be served there. Pure. */

export type Answer =
  /** The page itself: from the network, so that a new build shows at once; the kept one where there is no network. */
  | 'page'
  /** A file whose name has a hash of its content: the kept one, since it cannot differ. */
  | 'hashed'
  /** A file that keeps its name through all builds, as the icon does: from the network, like the page. */
  | 'named'

/** Where Vite puts files under names with hashes. */
const HASHED = 'assets/'

export const isHashed = (file: string): boolean => file.startsWith(HASHED)

/**
 * @param url of what is asked for.
 * @param folder the page's address, with a slash at its end.
 * @param files of the build, relative to the folder.
 */
export function answerFor(
  url: string,
  isNavigation: boolean,
  folder: string,
  files: readonly string[],
): Answer | undefined {
  const { origin, pathname } = new URL(url)
  const address = origin + pathname
  if (!address.startsWith(folder)) return undefined
  const file = address.slice(folder.length)
  if (isNavigation) return file === '' || file === 'index.html' ? 'page' : undefined
  if (isHashed(file)) return 'hashed'
  return files.includes(file) ? 'named' : undefined
}

/** Whether a page is Plateau's, of any build. Its index.html says so, and another project at the same address does not. */
export const isPlateau = (html: string): boolean =>
  /<meta\s+name="application-name"\s+content="Plateau"/.test(html)

/** Whether a page needs no other files than those of this build: a server in the middle of an update may give an older or a newer one. */
export function isOfBuild(html: string, files: readonly string[]): boolean {
  const needed = html.match(/(?<=")\.\/assets\/[^"]+/g) ?? []
  return (
    isPlateau(html) && needed.length > 0 && needed.every((file) => files.includes(file.slice('./'.length)))
  )
}

/**
 * Whether an answer to the request for the worker's own script says that Plateau is gone from this address: there is nothing, or some page, as
 * servers of other projects give for whatever they do not know. A server that is down says nothing.
 */
export const isGone = (status: number, type: string | null): boolean =>
  status === 404 || status === 410 || (status === 200 && !/javascript/.test(type ?? ''))
