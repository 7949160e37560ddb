/** The one number that everybody understands, and what it was measured with. */
import { BACKENDS } from '@/core/backends'
import { fastestTrainer, quickSeconds } from '@/core/benchmark/rates'
import type { BenchmarkReport } from '@/core/benchmark/report'
import { trainerPhrase } from '@/core/benchmark/report-text'
import { targetText } from '@/core/benchmark/targets'
import { durationText, listText, plural } from '@/core/text/number'

export function ReportSummary({ report }: { report: BenchmarkReport }) {
  const { backend, threads, numerics, platform, processor, date, commit } = report
  const { isProcessor, label } = BACKENDS[backend.name]
  const fastest = fastestTrainer(report)
  const target = targetText(report)
  const slower = (['gpu', 'threads'] as const).flatMap((trainer) => {
    const seconds = quickSeconds(report, trainer)
    return seconds === undefined || trainer === fastest?.trainer
      ? []
      : [`, ${durationText(seconds)} ${trainerPhrase(trainer, threads)}`]
  })
  const facts: [name: string, value: string][] = [
    ['GPU', isProcessor ? 'none used' : `${backend.device} (${label})`],
    ['Processor', [processor, plural(threads, 'worker thread')].filter(Boolean).join(', ')],
    [
      'Kernels',
      backend.fused ? 'fused, planned once and replayed' : 'general ones: the fused ones do not run here',
    ],
    ['Arithmetic', listText([...new Set(Object.values(numerics).filter((name) => name !== undefined))])],
    ['Measured', [platform, date, commit && `build ${commit}`].filter(Boolean).join(', ')],
  ]
  return (
    <>
      {fastest && (
        <p className="verdict">
          The preset Quick would take <strong>{durationText(fastest.seconds)}</strong>
          {` ${trainerPhrase(fastest.trainer, threads)}${slower.join('')}.`}
        </p>
      )}
      {target && <p>{target}</p>}
      {backend.software && <p>This “graphics card” is software: the processor computes it.</p>}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
