/** Frozen results that are published with the page: `experiments/<id>/recorded/<preset>.json`, each fetched when it is wanted. */
import { type RecordedResults, readRecorded } from '@/core/results/recorded'

const addresses = import.meta.glob<string>('../../experiments/*/recorded/*.json', {
  eager: true,
  import: 'default',
  // Never as a data: address, which the page's content policy does not let it fetch.
  query: '?url&no-inline',
})

const recordedAddress = (experiment: string, preset: string): string | undefined =>
  addresses[`../../experiments/${experiment}/recorded/${preset}.json`]

/** The recorded results of a preset; undefined where it has none, or they cannot be read. */
export async function fetchRecorded(
  experiment: string,
  preset: string,
): Promise<RecordedResults | undefined> {
  const address = recordedAddress(experiment, preset)
  if (address === undefined) return undefined
  try {
    const response = await fetch(address)
    if (!response.ok) return undefined
    return readRecorded(await response.json())
  } catch {
    return undefined
  }
}
