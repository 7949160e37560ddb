/** A report leaves the page only by the visitor's own hand: as a link, as text, as a file. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { type BenchmarkReport, printReport } from '@/core/benchmark/report'
import { printReportLink } from '@/core/benchmark/report-link'
import { saveText } from '../save-blob'

export function ReportActions({ report }: { report: BenchmarkReport }) {
  const [message, setMessage] = useState('')
  const link = (): string => new URL(printReportLink(report), window.location.href).href
  const copy = async (text: string, what: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setMessage(`${what} copied.`)
    } catch {
      setMessage(`This browser did not allow copying. ${text}`)
    }
  }
  return (
    <>
      <div className="button-row">
        <Button variant="default" onClick={() => void copy(link(), 'Link')}>
          Copy link
        </Button>
        <Button variant="default" onClick={() => void copy(printReport(report), 'Report')}>
          Copy text
        </Button>
        <Button
          variant="default"
          onClick={() =>
            saveText(printReport(report), 'application/json', `plateau-device-${report.date}.json`)
          }
        >
          Download report
        </Button>
      </div>
      <p role="status" className="fine-print">
        {message || 'The link holds the whole report: whoever opens it sees these numbers.'}
      </p>
    </>
  )
}
