import { type RecordedResults, readRecorded } from '@/core/results/recorded'

/** The frozen results that are published beside the page; undefined where an experiment has none, or they cannot be read. */
export async function fetchRecorded(experiment: string): Promise<RecordedResults | undefined> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}recorded/${experiment}.json`)
    if (!response.ok) return undefined
    return readRecorded(await response.json())
  } catch {
    return undefined
  }
}
