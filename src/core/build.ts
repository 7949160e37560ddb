/** What this build is made of. Put in its place when the page or the command line is built (cli/commit.ts). */
declare const PLATEAU_COMMIT: string | undefined
declare const PLATEAU_VERSION: string | undefined
declare const PLATEAU_SOURCE: string | undefined

/** The commit; empty where it is not known. */
export const BUILD_COMMIT = typeof PLATEAU_COMMIT === 'string' ? PLATEAU_COMMIT : ''

/** The version of the package; empty in tests and in servers whose sources change under them. */
export const BUILD_VERSION = typeof PLATEAU_VERSION === 'string' ? PLATEAU_VERSION : ''

/** Where its source can be read; empty where package.json names no repository. */
export const BUILD_SOURCE = typeof PLATEAU_SOURCE === 'string' ? PLATEAU_SOURCE : ''
