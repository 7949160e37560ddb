/**
 * When seeds decide between two statements: where a seed moves the number by as much as the effect itself, one or two runs agree or differ by
 * luck. Three that all go one way would do so by chance one time in four, so the margin must be one that the measurement can tell.
 */
import type { Finding } from './finding'

export const ENOUGH_SEEDS = 3

export interface SeedVerdict {
  readonly verdict: Extract<Finding['verdict'], 'agrees' | 'differs' | 'not reached'>
  /** What would decide, as the end of a sentence; empty where it is decided. */
  readonly missing: string
}

/**
 * @param effects of each seed: above 0 for the expected statement, below for its opposite.
 * @param margin within which an effect is neither.
 */
export function seedVerdict(effects: readonly number[], margin = 0): SeedVerdict {
  if (effects.length < ENOUGH_SEEDS) {
    return {
      verdict: 'not reached',
      missing: `run at least ${ENOUGH_SEEDS} seeds, since one moves it by as much`,
    }
  }
  if (effects.every((effect) => effect > margin)) return { verdict: 'agrees', missing: '' }
  if (effects.every((effect) => effect < -margin)) return { verdict: 'differs', missing: '' }
  const [up, down] = [effects.some((effect) => effect > margin), effects.some((effect) => effect < -margin)]
  return {
    verdict: 'not reached',
    missing:
      up && down
        ? 'the seeds disagree, run more of them'
        : up || down
          ? 'not every seed shows it, run more of them'
          : 'no more than chance could make',
  }
}
