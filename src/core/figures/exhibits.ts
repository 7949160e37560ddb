/**
 * Registry: the `exhibit.ts` of every experiment, each loaded when it is first wanted. Apart from the experiments, so that page and command line
 * begin without any.
 */
import { byFolder } from '../by-folder'
import { isOpen, type Sentence, type Verdict } from '../findings/finding'
import { isWhole, type Run } from '../runs/run'
import type { ConfigValues } from '../sweep/fields'
import type { Exhibit } from './figure'

const modules = import.meta.glob<Exhibit>(['../../experiments/*/exhibit.ts', '!../../experiments/_*/**'], {
  import: 'exhibit',
})

const loaders = byFolder(modules, (load) => load)
const loading = new Map<string, Promise<void>>()
const exhibits = new Map<string, Exhibit>()

/** Loads an experiment's exhibit, after which `exhibitOf` gives it. @returns the same promise each time, until one fails. */
export function loadExhibit(experiment: string): Promise<void> {
  const known = loading.get(experiment) ?? load(experiment)
  loading.set(experiment, known)
  return known
}

async function load(experiment: string): Promise<void> {
  try {
    const exhibit = await loaders.get(experiment)?.()
    if (exhibit) exhibits.set(experiment, exhibit)
  } catch (error) {
    loading.delete(experiment)
    throw error
  }
}

/** An experiment's exhibit, once it is loaded; undefined for an id that none has. */
export const exhibitOf = (experiment: string): Exhibit | undefined => exhibits.get(experiment)

/** A finding in words. */
export interface ToldFinding extends Sentence {
  readonly id: string
  readonly verdict: Verdict
  /** Of a finding that these runs leave open: the id of a preset that decides it. These runs may be that preset's own. */
  readonly settledBy?: string
}

/**
 * The findings of runs, in sentences: none before the experiment's exhibit is loaded. What papers and verdicts say is about strings of a known
 * source: on a visitor's own text the same numbers are only seen, or left open.
 */
export function toldFindings(
  experiment: string,
  runs: readonly Run[],
  values?: ConfigValues,
): readonly ToldFinding[] {
  const exhibit = exhibitOf(experiment)
  if (!exhibit) return []
  const isOwn = runs.some(({ trial }) => trial.source.id === 'own')
  return exhibit.findings({ runs, values }).map((finding) => {
    const { paper, ...sentence } = exhibit.sentence(finding)
    const { id } = finding
    if (isOwn) return { id, verdict: isOpen(finding) ? finding.verdict : 'seen', ...sentence }
    // What the rest of the plan may settle sends nobody elsewhere.
    const settledBy = isOpen(finding) && isWhole(runs) ? exhibit.settledBy?.[id] : undefined
    return {
      id,
      verdict: finding.verdict,
      ...sentence,
      ...(paper === undefined ? {} : { paper }),
      ...(settledBy === undefined ? {} : { settledBy }),
    }
  })
}
