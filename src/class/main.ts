/** `npm run class`: opens a class, says how to join it, and follows it until it is stopped. */
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { CliError, EXIT, printable } from '@/cli/cli-error'
import { pathText } from '@/cli/files/file-error'
import { projectFolder } from '@/cli/files/project-folder'
import { npmFlagsProblem } from '@/cli/npm-flags'
import { printRoomHash } from '@/core/room/room-hash'
import { planSweep, sweepLink } from '@/core/sweep/sweep'
import { CLASS_HELP, type ClassArgs, parseClassArgs } from './args'
import { openClassFile } from './class-file'
import { openLane } from './lane'
import { type ServedClass, serveClass } from './serve-class'
import { lanAddresses, newsText, qrText } from './terminal'
import { keepTokens } from './tokens-file'

const LOOPBACK = '127.0.0.1'
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const note = (text: string): void => void process.stderr.write(`${printable(text)}\n`)

async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  const npmProblem = npmFlagsProblem(argv, process.env)
  if (npmProblem !== undefined) throw new CliError(npmProblem, EXIT.usage)
  const args = parseClassArgs(argv)
  if (args === 'help') return say(CLASS_HELP)
  if ('problems' in args) throw new CliError(args.problems.join('\n'), EXIT.usage)
  await open(args)
}

async function open(args: ClassArgs): Promise<void> {
  const { experiment, presetId, values, out, lan } = args
  const sweep = planSweep(experiment, presetId, values)
  const config = sweepLink(experiment, sweep)
  const file = openClassFile(out, note)
  const tokens = keepTokens(out)
  const [lanAddress] = lan ? lanAddresses(networkInterfaces()) : []
  if (lan && lanAddress === undefined)
    throw new CliError('this machine is in no network: leave out --lan, and join by tabs of its own')
  const addressOf = (port: number) => `http://${lanAddress ?? 'localhost'}:${port}/`
  let last = ''
  const served = await serveClass({
    trials: sweep.trials,
    config,
    file,
    tokens,
    folder: join(projectFolder(), 'dist/page'),
    host: lan ? '0.0.0.0' : LOOPBACK,
    port: args.port,
    addressOf,
    lane: openLane(),
    now: () => performance.now(),
    random: Math.random,
    onNews(news) {
      const text = newsText(news)
      if (text !== last) say(text)
      last = text
      if (news.done === news.cells && news.doubted === 0) sayOnce(`All is there, in ${pathText(out)}.`)
    },
  }).catch((error: unknown) => {
    file.close()
    throw portError(args.port, error)
  })
  const link = `${addressOf(served.port)}${printRoomHash({ role: 'join', token: tokens.join })}`
  const front = `http://localhost:${served.port}/${printRoomHash({ role: 'front', token: tokens.front })}`
  say(`${experiment.title}: ${newsText(served.news())}\n`)
  say(`Tabs join by   ${link}\n${qrText(link)}`)
  say(`The front is   ${front}`)
  if (!lan) say('Tabs of this machine alone can join; --lan lets others in.')
  say(`Ctrl-C ends it. The rest: npm run lab -- run '${config}' --out ${pathText(out)} --resume\n`)
  endOnSignal(served, out)
}

const PORT_PROBLEMS = new Map<unknown, string>([
  ['EADDRINUSE', 'is taken'],
  ['EACCES', 'is not for every user'],
])

/** A port that cannot be listened at, in words; anything else comes back unchanged. */
function portError(port: number, error: unknown): unknown {
  const problem = error instanceof Error && 'code' in error ? PORT_PROBLEMS.get(error.code) : undefined
  return problem === undefined
    ? error
    : new CliError(`port ${port} ${problem}: name another one by --port`, EXIT.usage)
}

const said = new Set<string>()
function sayOnce(text: string): void {
  if (!said.has(text)) say(text)
  said.add(text)
}

function endOnSignal(served: ServedClass, out: string): void {
  const end = () => {
    say(`\nThe class has ended: ${newsText(served.news())}, in ${pathText(out)}. The same line goes on.`)
    void served.close().finally(() => process.exit(EXIT.interrupted))
    // The second time it does not wait.
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(EXIT.interrupted))
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end)
}

function fail(error: unknown): never {
  note(
    error instanceof CliError ? error.message : error instanceof Error ? String(error.stack) : String(error),
  )
  process.exit(error instanceof CliError ? error.exitCode : EXIT.failed)
}

// A disk that refuses a record is no matter of the tab that has sent it.
process.on('uncaughtException', fail)
await main().catch(fail)
