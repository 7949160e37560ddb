/** Why a sweep is not started, with the numbers and what to change. */
import type { TooLarge } from '../sweep/too-large'
import { modelText } from './model-text'
import { countText } from './number'

export function tooLargeText(found: TooLarge): string {
  switch (found.limit) {
    case 'memory': {
      const { trial, bytes, maxBytes } = found
      return `Training a model of ${modelText(trial.params)} with ${trial.batch} strings per step needs ${gigabytes(bytes)} of memory, and this device offers ${gigabytes(maxBytes)}. Choose a smaller batch or model.`
    }
    case 'time':
      return `This sweep would take about ${countText(found.hours)} hours on this device; at most ${found.maxHours} are started. Choose fewer steps, smaller models or fewer dataset sizes.`
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`
