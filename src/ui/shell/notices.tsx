/** What the visitor should know before going on, each with what can be done about it. */
import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useStore } from 'zustand'
import { familyById } from '@/core/model/families'
import { experimentById } from '@/core/sweep/experiments'
import { remainingTrials } from '@/core/sweep/populations'
import { dateText, plural } from '@/core/text/number'
import { knownRecords } from '@/state/results-store'
import { isActive } from '@/state/run-status'
import { agreeText } from '../controls/use-question'
import { useLab } from '../lab-context'
import { saveRunsAsJson } from '../save-runs'
import { FAILURE_ADVICE } from '../texts'

export function Notices() {
  return (
    <div className="notices">
      <LinkNotice />
      <DeviceNotice />
      <InterruptedNotice />
      <FailureNotice />
      <FallbackNotice />
      <TrialFailuresNotice />
      <StorageNotice />
    </div>
  )
}

interface NoticeProps {
  readonly tone: 'bad' | 'warning' | 'news'
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

function Notice({ tone, title, children, actions }: NoticeProps) {
  const id = useId()
  return (
    <section className="panel notice" data-tone={tone} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div role={tone === 'bad' ? 'alert' : 'status'}>{children}</div>
      {actions && <div className="button-row">{actions}</div>}
    </section>
  )
}

function LinkNotice() {
  const { config } = useLab()
  const problems = useStore(config, (s) => s.linkProblems)
  const preset = useStore(config, (s) => s.experiment.presets.find((p) => p.id === s.presetId)?.label)
  if (problems.length === 0) return undefined
  return (
    <Notice
      tone="bad"
      title="This link could not be opened"
      actions={
        <Button variant="default" onClick={() => config.getState().dismissLinkProblems()}>
          Dismiss
        </Button>
      }
    >
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field && <code>{field}</code>} {message}
          </li>
        ))}
      </ul>
      <p>{`The preset ${preset} is shown instead.`}</p>
    </Notice>
  )
}

function DeviceNotice() {
  const { device } = useLab()
  const status = useStore(device, (s) => s.status)
  if (status.kind === 'failed') {
    return (
      <Notice
        tone="bad"
        title="No backend works here"
        actions={
          <Button variant="default" onClick={() => void device.getState().probe()}>
            Try again
          </Button>
        }
      >
        <p>{status.message}</p>
        <p>
          Recorded results can still be read. To train, choose another backend in the header, or another
          browser.
        </p>
      </Notice>
    )
  }
  return undefined
}

function InterruptedNotice() {
  const { results, run } = useLab()
  const interrupted = useStore(run, (s) => s.interrupted)
  const records = useStore(results, (s) => s.records)
  const busy = useStore(run, (s) => isActive(s.status))
  const asked = useStore(run, (s) =>
    s.question?.sweep === s.interrupted?.id ? s.question?.seconds : undefined,
  )
  if (!interrupted || busy) return undefined
  const total = interrupted.trials.length
  const missing = remainingTrials(interrupted.trials, records).length
  return (
    <Notice
      tone="news"
      title="A sweep was interrupted"
      actions={
        <>
          <Button onClick={() => void run.getState().continueInterrupted()}>
            {agreeText(asked) ?? 'Continue the sweep'}
          </Button>
          <Button variant="default" onClick={() => void run.getState().dismissInterrupted()}>
            Dismiss
          </Button>
        </>
      }
    >
      {`${experimentById(interrupted.experiment).title}, started ${startTime(interrupted.startedAt)}: ${total - missing} of ${plural(total, 'run')} finished and kept, ${missing} missing.`}
    </Notice>
  )
}

function startTime(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? 'earlier' : dateText(date)
}

function FailureNotice() {
  const { run } = useLab()
  const status = useStore(run, (s) => s.status)
  if (status.kind !== 'failed') return undefined
  const { kind, message } = status.failure
  return (
    <Notice tone="bad" title="The sweep ended early">
      <p>{message}</p>
      <p>{FAILURE_ADVICE[kind]}</p>
    </Notice>
  )
}

const SHOWN_FAILURES = 5

function FallbackNotice() {
  const { run } = useLab()
  const fallbacks = useStore(run, (s) => s.fallbacks)
  if (fallbacks.size === 0) return undefined
  return (
    <Notice tone="warning" title="Training is slower here">
      {[...fallbacks].map(([family, reason]) => (
        <p key={family}>
          {`${familyById(family).label} runs without its fused kernels on this device: ${reason}.`}
        </p>
      ))}
      <p>Results are just as good; training takes several times as long.</p>
    </Notice>
  )
}

function TrialFailuresNotice() {
  const { run } = useLab()
  const failures = useStore(run, (s) => s.trialFailures)
  if (failures.size === 0) return undefined
  const entries = [...failures]
  return (
    <Notice tone="warning" title={`${plural(failures.size, 'run')} without a result`}>
      <ul>
        {entries.slice(0, SHOWN_FAILURES).map(([key, message]) => (
          <li key={key}>
            <code>{key}</code>: {message}
          </li>
        ))}
      </ul>
      {entries.length > SHOWN_FAILURES && <p>{`and ${entries.length - SHOWN_FAILURES} more.`}</p>}
      <p>The other runs go on. A lower learning rate usually helps.</p>
    </Notice>
  )
}

const STORAGE_TROUBLE = {
  full: {
    title: 'This browser’s storage is full',
    text: 'New runs are shown but not kept after a reload. Download them, then clear stored runs to make room.',
  },
  silent: {
    title: 'Results are not kept',
    text: 'This browser’s storage does not answer. It is tried again until this tab closes; closing other tabs of this page may help. Or download what you need.',
  },
  'memory-only': {
    title: 'Results are not kept',
    text: 'This browser stores nothing here (private mode?): results last until this tab closes. Download what you need.',
  },
} as const

function StorageNotice() {
  const { results } = useLab()
  const storage = useStore(results, (s) => s.storage)
  const some = useStore(results, (s) => s.records.size + s.imported.size > 0)
  if (storage === 'ready') return undefined
  const { title, text } = STORAGE_TROUBLE[storage]
  return (
    <Notice
      tone="warning"
      title={title}
      actions={
        some && (
          <Button
            variant="default"
            onClick={() => saveRunsAsJson([...knownRecords(results.getState()).values()])}
          >
            Download all runs
          </Button>
        )
      }
    >
      {text}
    </Notice>
  )
}
