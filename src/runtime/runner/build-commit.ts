/** Put in its place when the page or the command line is built (cli/commit.ts). */
declare const PLATEAU_COMMIT: string | undefined

/** The commit of this build; empty where it is not known. */
export const BUILD_COMMIT = typeof PLATEAU_COMMIT === 'string' ? PLATEAU_COMMIT : ''
