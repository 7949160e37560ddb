/** How fast is this machine? Its benchmark, or somebody's report, beside recorded machines. */
import { Button, Progress } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { recordedReports } from '@/core/benchmark/recorded'
import type { BenchmarkReport } from '@/core/benchmark/report'
import { readReportLink } from '@/core/benchmark/report-link'
import { partText, RATES_NOTE } from '@/core/benchmark/report-text'
import type { BenchmarkStatus } from '@/state/benchmark-store'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import '../styles/device.css'
import { MachinesTable } from './machines-table'
import { RatesTable } from './rates-table'
import { ReportActions } from './report-actions'
import { ReportSummary } from './report-summary'

export function DeviceView() {
  const { benchmark, config } = useLab()
  const hash = useStore(benchmark, (s) => s.hash ?? '')
  const status = useStore(benchmark, (s) => s.status)
  const labHash = useStore(config, (s) => s.hash)
  const linked = useMemo(() => readReportLink(hash), [hash])
  const heading = useRef<HTMLHeadingElement>(null)
  // The lab was here a moment ago: whoever reads with the keys or by ear is led to what has taken its place.
  useEffect(() => {
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  const own = status.kind === 'measured' ? status.report : undefined
  const theirs = linked && !('problem' in linked) ? linked : undefined
  return (
    <div className="device-view">
      <p>
        <a href={labHash}>← Back to the lab</a>
      </p>
      <div className="question">
        <h1 ref={heading} tabIndex={-1}>
          How fast is this machine at memorising?
        </h1>
        <p>
          Four small models train for a moment each, on everything this machine has. It takes about ten
          seconds.
        </p>
      </div>
      {linked && 'problem' in linked && (
        <section className="panel notice" data-tone="bad" role="alert">
          <h2>This link could not be opened</h2>
          <p>{linked.problem}</p>
        </section>
      )}
      <MeasurePanel status={status} />
      {own && <ReportPanel report={own} title="This machine" />}
      {theirs && <ReportPanel report={theirs} title="From the link" />}
      <Machines own={own} linked={theirs} />
    </div>
  )
}

function MeasurePanel({ status }: { status: BenchmarkStatus }) {
  const { benchmark, run } = useLab()
  const busy = useStore(run, (s) => isActive(s.status))
  const measuring = status.kind === 'measuring'
  const { measure, stop } = benchmark.getState()
  return (
    <section className="panel measure" aria-label="Measure">
      <div className="button-row">
        {measuring ? (
          <Button variant="default" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => void measure()}>
            {status.kind === 'measured' ? 'Measure again' : 'Measure this machine'}
          </Button>
        )}
      </div>
      {measuring && <MeasureProgress status={status} />}
      <p
        role={measuring ? undefined : 'status'}
        className={status.kind === 'failed' ? 'alarm' : 'fine-print'}
      >
        {stateText(status, busy)}
      </p>
      {measuring && status.progress && status.progress.rows.length > 0 && (
        <RatesTable rows={status.progress.rows} peaks={status.progress.peaks} />
      )}
    </section>
  )
}

function MeasureProgress({ status }: { status: Extract<BenchmarkStatus, { kind: 'measuring' }> }) {
  const { done, of } = status.progress ?? { done: 0, of: 1 }
  return (
    <Progress.Root size="md">
      <Progress.Section value={(100 * done) / of} aria-label="Progress of the measurement" />
    </Progress.Root>
  )
}

function stateText(status: BenchmarkStatus, busy: boolean): string {
  if (busy && status.kind !== 'measuring') return 'A sweep is running: measure when it has ended.'
  switch (status.kind) {
    case 'measuring':
      return status.progress ? `${partText(status.progress.part)}…` : 'Waiting for the device…'
    case 'failed':
      return `Not measured: ${status.message}.`
    case 'stopped':
      return 'Stopped before the end: nothing was kept.'
    case 'measured':
      return 'Done. Other programs and open tabs slow a machine down: measure again when it is quiet.'
    case 'idle':
      return 'Everything is computed in this tab; nothing is sent anywhere.'
    default:
      throw status satisfies never
  }
}

function ReportPanel({ report, title }: { report: BenchmarkReport; title: string }) {
  return (
    <section className="panel report" aria-label={title}>
      <h2>{title}</h2>
      <ReportSummary report={report} />
      <RatesTable rows={report.rows} peaks={report.peaks} threads={report.threads} />
      <p className="fine-print">{RATES_NOTE}</p>
      <ReportActions report={report} />
    </section>
  )
}

function Machines(reports: { own: BenchmarkReport | undefined; linked: BenchmarkReport | undefined }) {
  const recorded = useMemo(recordedReports, [])
  const { own, linked } = reports
  const machines = [
    ...(own ? [{ report: own, origin: 'This machine' }] : []),
    ...(linked ? [{ report: linked, origin: 'From the link' }] : []),
    ...recorded.map((report) => ({ report, origin: 'Recorded' })),
  ]
  return machines.length > 0 && <MachinesTable machines={machines} />
}
