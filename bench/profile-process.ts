/** The profile of one population's step in a process of its own. */
import { openDawn, type Target } from './dawn'
import { MODELS, type ModelId } from './models'
import { openDevice } from './peers/plateau'
import { profileStep } from './profile'
import { reportOf } from './report-process'

/** Long enough for a launch of microseconds, short enough for a card's watchdog. */
const LEAST_SECONDS = 0.05
/** A processor that imitates a GPU takes milliseconds for each dispatch. */
const TRIAL_SECONDS = 0.002

const [target, model, members] = process.argv.slice(2) as [Target, ModelId, string]
await reportOf(async () => {
  await openDawn(target)
  const leastSeconds = target === 'swiftshader' ? TRIAL_SECONDS : LEAST_SECONDS
  return profileStep(await openDevice(), MODELS[model], Number(members), leastSeconds)
})
