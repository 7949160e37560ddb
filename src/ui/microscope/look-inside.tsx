/** The microscope of an experiment: over the models of the runs on show. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { threadSeconds } from '@/core/sweep/estimate'
import type { Trial } from '@/core/sweep/trial'
import { deviceReport } from '@/state/device-store'
import { withOwnText } from '@/state/own-text-store'
import { useLab } from '../lab-context'
import { ErrorBoundary } from '../shell/error-boundary'
import { useSeen } from '../shell/use-seen'

const Microscope = lazy(() => import('./microscope').then((module) => ({ default: module.Microscope })))

/** A model that knows most of its strings, but not all, has the most to show. */
const TELLING_SHARE = 0.9

/** Opens a model when it is seen: folded away it costs nothing. */
export function LookInside() {
  const wrapper = useRef<HTMLDivElement>(null)
  const { config } = useLab()
  const experiment = useStore(config, (s) => s.experiment.id)
  return <div ref={wrapper}>{useSeen(wrapper) && <Models key={experiment} />}</div>
}

function Models() {
  const { results, device, models, ownText } = useLab()
  // The text of a visitor's own run comes from storage some time after its records.
  const texts = useStore(ownText, (s) => s.texts)
  const runs = useStore(results, (s) => s.shown.runs)
  const speed = useStore(device, (s) => deviceReport(s)?.speed)
  const ended = useMemo(() => finishedRuns(runs), [runs])
  // A run that has begun anew has no models yet: those of the one before it are there until then.
  const [finished, setFinished] = useState(ended)
  if (ended.length > 0 && ended !== finished) setFinished(ended)
  const trials = useMemo(
    () =>
      withOwnText(
        finished.map(({ trial }) => trial),
        texts,
      ),
    [finished, texts],
  )
  const secondsOf = (trial: Trial) => threadSeconds({ trials: [trial] }, true, speed)
  // It stays while other runs end, and goes with its sweep.
  const [first, setFirst] = useState<Trial | undefined>(undefined)
  if (finished.length > 0 && !trials.some(({ key }) => key === first?.key))
    setFirst(tellingTrial(finished, secondsOf))
  if (!first) return <p>Run it first: then you can look into the models that it trained.</p>
  return (
    <ErrorBoundary>
      <Suspense fallback={<p>Loading…</p>}>
        <Microscope
          lab={models}
          trials={trials}
          first={trials.find(({ key }) => key === first.key) ?? first}
          secondsOf={secondsOf}
          numericsOf={({ key }) => finished.find(({ trial }) => trial.key === key)?.record.numerics}
          retrainOn={() => deviceReport(device.getState())?.backend.name ?? device.getState().choice}
        />
      </Suspense>
    </ErrorBoundary>
  )
}

/** Among the models that are soon trained again, if any, the one nearest to {@link TELLING_SHARE} of what it could know. */
export function tellingTrial(runs: readonly FinishedRun[], secondsOf: (trial: Trial) => number): Trial {
  const quick = runs.filter(({ trial }) => secondsOf(trial) < 3)
  const distance = ({ record }: FinishedRun) =>
    Math.abs(record.memorizedBits / record.ceilingBits - TELLING_SHARE)
  const from = quick.length > 0 ? quick : runs
  return from.reduce((best, run) => (distance(run) < distance(best) ? run : best)).trial
}
