/** What the sweep will be and cost, before it runs. */
import { useStore } from 'zustand'
import { bytesText, countText, durationText, plural, rangeText, scaledText } from '@/core/text/number'
import { useLab } from '../lab-context'
import { usePlan } from './use-plan'

export function PlanCard() {
  const { config, device } = useLab()
  const plan = usePlan()
  const probing = useStore(device, (s) => s.status.kind)
  const broken = useStore(config, (s) => s.problems.length > 0)
  const { models, datasetBits, trials, finished, populations, flop, seconds, peakBytes, refusal } = plan
  const params = models.map((model) => model.params)
  const capacities = models.map((model) => model.predictedCapacityBits)
  const range = (values: readonly number[]) => rangeText(Math.min(...values), Math.max(...values), countText)
  const time =
    seconds === undefined
      ? probing === 'failed'
        ? 'unknown: no device'
        : 'measuring this device…'
      : seconds < 1
        ? 'under a second'
        : `about ${durationText(seconds)}`
  const rows: [name: string, value: string][] = broken
    ? []
    : [
        [
          'Runs',
          finished === 0
            ? String(trials)
            : finished === trials
              ? `${trials}, all stored`
              : `${trials}, ${finished} stored`,
        ],
        [
          models.length === 1 ? 'Parameters' : `Parameters of ${plural(models.length, 'model')}`,
          range(params),
        ],
        ['Data', `${rangeText(datasetBits.min, datasetBits.max, countText)} bits`],
        ['Predicted capacity', `${range(capacities)} bits`],
        ...(finished === trials
          ? []
          : ([
              ['Work', scaledText(flop, 'FLOP')],
              ['Trained in', `${plural(populations, 'group')}, ${bytesText(peakBytes)}`],
              ['Time on this device', time],
            ] satisfies [string, string][])),
      ]
  return (
    <div className="plan">
      {broken && <p>Correct the marked settings first: then there is a plan.</p>}
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!broken && refusal && (
        <p className="alarm" role="alert">
          {refusal}
        </p>
      )}
    </div>
  )
}
