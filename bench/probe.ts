/** What a real adapter calls itself and what it can do, found out in a process of its own: the bench itself holds no device. */

import { measureRoofline, type Roofline } from '@/measure/roofline'
import { openDawn, type Target } from './dawn'
import { openDevice } from './peers/plateau'
import { reportOf, wordsOf } from './report-process'

export interface ProbeReport {
  readonly adapter: string
  readonly roofline?: Roofline
  /** Why its own rates could not be measured. */
  readonly noRoofline?: string
}

const [target] = process.argv.slice(2) as [Target]
await reportOf(async (): Promise<ProbeReport> => {
  const adapter = await openDawn(target)
  // It would take minutes on a processor that imitates a GPU, for a number that means nothing.
  if (target === 'swiftshader') return { adapter }
  try {
    return { adapter, roofline: await measureRoofline(await openDevice()) }
  } catch (error) {
    return { adapter, noRoofline: wordsOf(error) }
  }
})
