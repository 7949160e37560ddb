/** The bench's flags. */
import { parseArgs } from 'node:util'
import {
  type EngineId,
  GPU_ENGINES,
  type GpuEngineId,
  PROCESSOR_ENGINES,
  type ProcessorEngineId,
} from './engines'
import { MODEL_IDS, type ModelId, PROCESSOR_MODEL_IDS, TRIAL_MODEL } from './models'

export interface BenchOptions {
  readonly hostOnly: boolean
  /** Training on the processor, and nothing else. */
  readonly processor: boolean
  /** The lab's own benchmark of this machine, as the page has it, and nothing else. */
  readonly device: boolean
  /** A file or link with the report of such a benchmark, to be read. */
  readonly show: string | undefined
  /** How long a visitor of the landing page waits, in a Chromium, and nothing else. */
  readonly page: boolean
  /** What it costs to train on many machines, and nothing else. */
  readonly scale: boolean
  readonly json: string | undefined
  readonly pytorch: boolean
  readonly models: readonly ModelId[]
  readonly engines: readonly EngineId[]
  /** Runs the GPU part on a processor that imitates one, to see that it runs. */
  readonly swiftshader: boolean
  /** Steps over which memory is watched; a default per engine otherwise. */
  readonly memorySteps: number | undefined
}

const GPU_ENGINE_IDS = Object.keys(GPU_ENGINES) as GpuEngineId[]
const PROCESSOR_ENGINE_IDS = Object.keys(PROCESSOR_ENGINES) as ProcessorEngineId[]

export const HELP = `One table from one run: Plateau and its peers, training the same models. On a GPU also where Plateau's own step spends its
time, dispatch by dispatch, what the preset Tiny takes by composed tf.js ops instead, and how long the presets Quick and Lecture take.

  npm run bench -- [options]

  --host              only the host's part, on Dawn's null backend: no GPU needed, under five minutes
  --processor         only training on the processor, without a GPU: the plan beside tf.js wasm and jax-js wasm, a few minutes
  --device            only how fast this machine trains, in some ten seconds: the page's own benchmark, for the processor and a GPU if there is one
  --show <file>       prints the report of --device, or of the page, from a file or its link, beside recorded machines
  --page              only how long a visitor of the landing page waits, in a headless Chromium: some ten seconds
  --scale             only what a class and the queue of many machines cost, and survive: some ten seconds, and with redis-server some minutes
  --json <file>       write the rows to a file
  --pytorch           run bench/peers/pytorch.py beside it, where Python has torch with CUDA (PYTHON names the interpreter)
  --models <ids>      ${MODEL_IDS.join(',')} (all unless given); with --processor ${PROCESSOR_MODEL_IDS.join(',')}
  --engines <ids>     ${GPU_ENGINE_IDS.join(',')} (all unless given); with --processor ${PROCESSOR_ENGINE_IDS.join(',')}
  --memory-steps <n>  watch every engine's buffers over so many steps (10000 for Plateau, 100 for the others and on SwiftShader unless given)
  --swiftshader       try the GPU's part without a GPU, on a model that is small enough, and Tiny by the plan and by
                      composed ops: a quarter of an hour; nothing is kept
  -h, --help          this text
`

/** @throws Error in words, for flags that cannot be understood. */
export function parseOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'boolean', default: false },
      processor: { type: 'boolean', default: false },
      device: { type: 'boolean', default: false },
      show: { type: 'string' },
      page: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      json: { type: 'string' },
      pytorch: { type: 'boolean', default: false },
      models: { type: 'string' },
      engines: { type: 'string' },
      'memory-steps': { type: 'string' },
      swiftshader: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const { processor } = values
  const ofDevices = ['host', 'pytorch', 'swiftshader', 'memory-steps'] as const
  refuseBeside(values, 'processor', ['device', 'show', ...ofDevices])
  refuseBeside(values, 'device', ['show', ...ofDevices, 'models', 'engines'])
  refuseBeside(values, 'page', ['processor', 'device', 'show', ...ofDevices, 'models', 'engines'])
  refuseBeside(values, 'scale', ['page', 'processor', 'device', 'show', ...ofDevices, 'models', 'engines'])
  refuseBeside(values, 'show', [...ofDevices, 'models', 'engines', 'json'])
  if (values.host && (values.pytorch || values.swiftshader))
    throw new Error('--host measures no device, so it does not go with --pytorch or --swiftshader')
  const models = processor ? PROCESSOR_MODEL_IDS : MODEL_IDS
  const engines = processor ? PROCESSOR_ENGINE_IDS : GPU_ENGINE_IDS
  const memorySteps = values['memory-steps'] === undefined ? undefined : Number(values['memory-steps'])
  if (memorySteps !== undefined && !(Number.isInteger(memorySteps) && memorySteps > 0))
    throw new Error(`--memory-steps: ${values['memory-steps']} is no number of steps`)
  return {
    hostOnly: values.host,
    processor,
    device: values.device,
    show: values.show,
    page: values.page,
    scale: values.scale,
    json: values.json,
    pytorch: values.pytorch,
    models: values.swiftshader ? [TRIAL_MODEL] : chosen<ModelId>('--models', values.models, models),
    engines: chosen<EngineId>('--engines', values.engines, engines),
    swiftshader: values.swiftshader,
    memorySteps,
  }
}

/** @throws Error where a flag that stands alone has others beside it. */
function refuseBeside(
  values: Readonly<Record<string, unknown>>,
  alone: string,
  others: readonly string[],
): void {
  const beside = others.filter((flag) => values[flag])
  if (values[alone] && beside.length > 0)
    throw new Error(`--${alone} runs alone, not with --${beside.join(' and --')}`)
}

function chosen<T extends string>(flag: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known
  return text.split(',').map((part) => {
    const id = known.find((name) => name === part.trim())
    if (id === undefined) throw new Error(`${flag}: "${part}" is none of ${known.join(', ')}`)
    return id
  })
}
