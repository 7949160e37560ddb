/** Put in its place when the page or the command line is built (cli/commit.ts). */
declare const PLATEAU_COMMIT: string | undefined

/** What trains now is made of this commit; empty where that is not known. */
export const BUILD_COMMIT = typeof PLATEAU_COMMIT === 'string' ? PLATEAU_COMMIT : ''
