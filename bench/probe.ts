/** In a process of its own: which adapter is here, and what it can do. Prints one JSON object. */
import { openDawn, type Target } from './dawn'
import { openDevice } from './peers/plateau'
import { measureRoofline, type Roofline } from './roofline'

export type ProbeReport =
  | { readonly adapter: string; readonly roofline?: Roofline; readonly problem?: string }
  | { readonly adapter: undefined; readonly reason: string }

async function probe(target: Target): Promise<ProbeReport> {
  try {
    const adapter = await openDawn(target)
    // It would take minutes on a processor that imitates a GPU, for a number that means nothing.
    if (target === 'swiftshader') return { adapter }
    try {
      return { adapter, roofline: await measureRoofline(await openDevice()) }
    } catch (error) {
      return { adapter, problem: wordsOf(error) }
    }
  } catch (error) {
    return { adapter: undefined, reason: wordsOf(error) }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const report = await probe(process.argv[2] === 'swiftshader' ? 'swiftshader' : 'gpu')
process.stdout.write(JSON.stringify(report), () => process.exit())
