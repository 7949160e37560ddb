/** `npm run lab`: the lab without a page. */
import { experiments } from '@/core/sweep/experiments'
import { parseCommand } from './args'
import { CliError, EXIT, printable } from './cli-error'
import { listText } from './list'
import { npmFlagsProblem } from './npm-flags'
import { HELP } from './options'

// A reader that has seen enough (`lab list | head`) is no error; a run that failed before it printed stays one.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (stream === process.stdout) process.exit(process.exitCode ?? EXIT.ok)
  })
}

async function main(): Promise<number> {
  const argv = process.argv.slice(2)
  const npmProblem = npmFlagsProblem(argv, process.env)
  if (npmProblem !== undefined) throw new CliError(npmProblem, EXIT.usage)
  const isAboutText = argv.some((word) => word.startsWith('--strings') || word.includes('&text='))
  const reader = isAboutText ? await import('./files/own-text-file') : undefined
  const command = parseCommand(argv, reader)
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP)
      return EXIT.ok
    case 'list':
      process.stdout.write(listText(experiments.values()))
      return EXIT.ok
    case 'reproduction': {
      const { reproductionText } = await import('./reproduction')
      process.stdout.write(await reproductionText())
      return EXIT.ok
    }
    case 'record': {
      const { recordPresets } = await import('./record')
      return recordPresets(command.experiments)
    }
    case 'merge': {
      const { mergeFiles } = await import('./merge')
      return mergeFiles(command.options)
    }
    case 'work': {
      const { workForQueue } = await import('./queue/work')
      return workForQueue(command.options)
    }
    case 'queue': {
      const { showQueue } = await import('./queue/queue-status')
      return showQueue(command)
    }
    case 'mistaken':
      throw new CliError(command.problems.join('\n'), EXIT.usage)
    case 'run': {
      const { runLab } = await import('./sweep/run-lab')
      return runLab(command.options)
    }
    default:
      throw command satisfies never
  }
}

/** Pipes are written asynchronously, and process.exit does not wait for them. */
const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve())
  })

try {
  process.exitCode = await main()
} catch (error) {
  const text =
    error instanceof CliError ? error.message : error instanceof Error ? error.stack : String(error)
  process.exitCode = error instanceof CliError ? error.exitCode : EXIT.failed
  process.stderr.write(`${printable(String(text))}\n`)
}
await Promise.all([drained(process.stdout), drained(process.stderr)])
// Dawn keeps the process alive.
process.exit()
