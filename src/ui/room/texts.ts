/** The sentences of a class. */
import type { ClassNews, Refusal } from '@/core/room/messages'
import type { Trial } from '@/core/sweep/trial'
import { countText, plural } from '@/core/text/number'
import type { RoomPhase } from '@/state/room-store'

/** @param sizes of the runs' datasets; @param numbers of the runs in the sweep, from 1. */
function runsText(trials: readonly Trial[], all: readonly Trial[]): string {
  const [first] = trials
  if (!first) return ''
  const strings = trials.map(({ datasetSize }) => datasetSize)
  const [least, most] = [Math.min(...strings), Math.max(...strings)]
  if (trials.length === 1)
    return `run ${all.findIndex(({ key }) => key === first.key) + 1}, ${plural(first.datasetSize, 'string')}`
  const range = least === most ? plural(most, 'string') : `${countText(least)} to ${countText(most)} strings`
  return `${trials.length} runs, ${range} each`
}

type Why = Refusal | 'link' | 'plan'

const WHY: Readonly<Record<Why, string>> = {
  token: 'This link leads to no class that is open here. Scan the code anew.',
  link: 'This link is not whole. Scan the code anew.',
  build: 'This page and the class are of different versions. Reload the page.',
  plan: 'This page and the class are of different versions. Reload the page.',
  out: 'The class takes nothing more from this tab: what it sent is not what its runs come to. Reload the page to join anew.',
  full: 'The class is full. Try again in a minute.',
}

/** The front's link is the terminal's, not the code's. */
export const frontWhy = (why: Why): string =>
  why === 'token' || why === 'link'
    ? 'This link leads to no class that is open here. Open the front by the link that the terminal prints.'
    : WHY[why]

/** What this tab does. */
export function phaseText(phase: RoomPhase, all: readonly Trial[], news: ClassNews | undefined): string {
  switch (phase.kind) {
    case 'joining':
      return 'Joining…'
    case 'measuring':
      return 'This tab: measuring how fast it is'
    case 'waiting':
      return news && news.done === news.cells
        ? 'Every run is there. Look at the front.'
        : 'This tab waits: others finish the last runs.'
    case 'training':
      return `This tab: ${runsText(phase.trials, all)}`
    case 'left':
      return 'You have left the class.'
    case 'refused':
      return WHY[phase.why]
    case 'failed':
      return `Training failed here: ${phase.message}. Reload the page to try again.`
    default:
      throw phase satisfies never
  }
}

export const classText = ({ cells, done, tabs }: ClassNews): string =>
  `The class: ${done} of ${plural(cells, 'run')}, ${plural(tabs, 'tab')}`

export const trainedText = (trained: number): string =>
  trained === 0 ? '' : `This tab has trained ${plural(trained, 'run')}.`

export const AWAY =
  'The class does not answer. This tab goes on, and hands over its runs when it is back. If the class is over, close this page.'

/** On the front: to the instructor. */
export const SERVER_AWAY =
  'The server does not answer. Start it by the same line: the tabs come back by themselves.'

export const PRIVATE = 'Keep this page open. Finished runs are sent, and nothing else: no name, no account.'

/** Every run is there, and none of them is in doubt. */
export const isOver = ({ done, cells, doubted }: ClassNews): boolean => done === cells && doubted === 0

export const OVER = 'You may close this page.'

export const slowText = (reason: string): string => `It trains on the processor: ${reason}.`
