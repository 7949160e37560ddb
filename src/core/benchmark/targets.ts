/** How fast the lab should be on a class of GPUs, to be printed beside what one does: aims, not measurements. */
import { BACKENDS } from '../backends'
import { decimalText, durationText } from '../text/number'
import { fastestTrainer, quickSeconds } from './rates'
import type { BenchmarkReport } from './report'

interface Target {
  /** With its article. */
  readonly name: string
  /** The most seconds that capacity's presets Quick and Lecture should take. */
  readonly quick: number
  readonly lecture: number
  /** Whether it should also be no slower than the processor beside it. */
  readonly besideProcessor: boolean
}

const DATA_CENTRE: Target = {
  name: 'a data centre’s GPU (A100, H100)',
  quick: 1,
  lecture: 5,
  besideProcessor: false,
}
const DESKTOP: Target = { name: 'a desktop’s GPU', quick: 3, lecture: 20, besideProcessor: false }
const LAPTOP: Target = { name: 'a laptop’s GPU', quick: 12, lecture: 100, besideProcessor: true }

/** By what adapters call themselves, the first that fits. Browsers often tell no more than maker and architecture. */
const CLASSES: readonly (readonly [adapter: RegExp, target: Target])[] = [
  [/\b(a100|a800|h100|h200|h800|b100|b200|gh200|gb200|mi[23]\d\dx?)\b|hopper/i, DATA_CENTRE],
  [/laptop|mobile|max-q|notebook|\bmx\s?\d{3}\b|\b\d{3,4}m\b/i, LAPTOP],
  [/nvidia|geforce|quadro|\b[rg]tx\b|\brx\s?\d{3,4}\b|radeon pro|\barc\b.*\b[ab]\d{3}\b/i, DESKTOP],
  [/(?:)/, LAPTOP],
]

/** "0.9 s" and "1.1 s", between which a target may lie. */
const preciseText = (seconds: number): string =>
  seconds < 20 ? `${decimalText(seconds, 1)}\u00a0s` : durationText(seconds)

/** What is aimed at on this device, and whether it is met, in sentences; undefined where no GPU trained. */
export function targetText(report: BenchmarkReport): string | undefined {
  const { backend } = report
  if (BACKENDS[backend.name].isProcessor) return undefined
  if (backend.software) return 'There is no target for a GPU that is software.'
  const [, target] = CLASSES.find(([adapter]) => adapter.test(backend.device))!
  const aim = `Target for ${target.name}: Quick in ${durationText(target.quick)}, Lecture in ${durationText(target.lecture)}`
  const own = quickSeconds(report, 'gpu')
  const also = target.besideProcessor ? ', and no slower than its processor' : ''
  if (own === undefined) return `${aim}${also}. Quick was not measured.`
  const beside = !target.besideProcessor || fastestTrainer(report)?.trainer === 'gpu'
  const isMet = own <= target.quick && beside
  return `${aim}${also}. Quick takes ${preciseText(own)} on this GPU: ${isMet ? 'met' : 'not met'}.`
}
