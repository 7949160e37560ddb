/**
 * A report as a link, readable and versioned like a permalink: `#device?v=1&date=2026-11-30&…&rows=thread,XS,1,3.64;…`. Links come from anyone:
 * what is read is held to the same schema as a file.
 */
import { DEVICE_HASH } from './device-hash'
import { checkReport } from './read-report'
import { type BenchmarkReport, TRAINERS } from './report'

const MAX_LENGTH = 4096

/** @returns the hash with its `#`. */
export function printReportLink(report: BenchmarkReport): string {
  const { schemaVersion, date, commit, platform, processor, threads, backend, rows } = report
  const byTrainer = (values: BenchmarkReport['numerics'] | BenchmarkReport['peaks']): string =>
    TRAINERS.flatMap((trainer) =>
      values[trainer] === undefined ? [] : [`${trainer},${values[trainer]}`],
    ).join(';')
  const parts = {
    v: schemaVersion,
    date,
    commit,
    platform,
    processor,
    threads,
    backend: backend.name,
    device: backend.device,
    software: Number(backend.software),
    fused: Number(backend.fused),
    numerics: byTrainer(report.numerics),
    peaks: byTrainer(report.peaks),
    rows: rows
      .map(({ trainer, model, members, msPerStep }) => [trainer, model, members, msPerStep].join())
      .join(';'),
  }
  const query = Object.entries(parts).map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3B', ';')}`,
  )
  return `${DEVICE_HASH}?${query.join('&')}`
}

/** @returns undefined where the link has no report, else the report or what is wrong with it. */
export function readReportLink(hash: string): ReturnType<typeof checkReport> | undefined {
  const [, query = ''] = hash.split(/\?(.*)/s)
  if (query === '') return undefined
  if (query.length > MAX_LENGTH)
    return { problem: `This link is ${query.length} characters long; at most ${MAX_LENGTH} are read.` }
  let parts: Map<string, string>
  try {
    parts = new Map(
      query.split('&').map((part) => {
        const [name = '', value = ''] = part.split(/=(.*)/s)
        return [name, decodeURIComponent(value)]
      }),
    )
  } catch {
    return { problem: 'This link holds a broken % escape: copy it again.' }
  }
  const own = (name: string): string => parts.get(name) ?? ''
  const listed = (name: string): string[][] =>
    own(name) === ''
      ? []
      : own(name)
          .split(';')
          .map((entry) => entry.split(','))
  return checkReport({
    schemaVersion: Number(own('v')),
    date: own('date'),
    commit: own('commit'),
    platform: own('platform'),
    processor: own('processor'),
    threads: Number(own('threads')),
    backend: {
      name: own('backend'),
      device: own('device'),
      software: own('software') === '1',
      fused: own('fused') === '1',
    },
    numerics: Object.fromEntries(listed('numerics').map(([trainer, ...rest]) => [trainer, rest.join()])),
    peaks: Object.fromEntries(listed('peaks').map(([trainer, value]) => [trainer, Number(value)])),
    rows: listed('rows').map(([trainer, model, members, msPerStep]) => ({
      trainer,
      model,
      members: Number(members),
      msPerStep: Number(msPerStep),
    })),
  })
}
