import { excerpt } from '@/core/excerpt'

/** Why a browser did not start, out of Playwright's log of it: what the browser said first, else how it ended, else the log's first line. */
export function deathOf(log: string): string {
  const said = /\[pid=\d+\]\[err\] (.+)/.exec(log)?.[1]
  const ended = /process did exit: (.+?)(?:>|$)/m.exec(log)?.[1]
  return excerpt((said ?? ended ?? log.split('\n')[0]!).trim().replace(/\.$/, ''), 200)
}
