/** What its trials are trained on, where some strings are planted. */
import type { Dataset } from '@/core/data/dataset'
import type { Trial } from '@/core/sweep/trial'
import { plantedTraining } from './planted-strings'

export default (trial: Trial): Dataset => plantedTraining(trial).training
