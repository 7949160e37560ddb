/**
 * The kernels as WebAssembly: one function for each pass, named `<kernel>_<pass>`, whose parameters have the names of its programs'
 * bindings, uniforms and sizes. Memory belongs to an instance and goes with it.
 */
import { bytes, signatures } from 'virtual:processor-kernels'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { MachineFullError } from '../../plan/machine'

export interface ProcessorInstance {
  /** All of it; made anew when it grows, so nobody keeps it. */
  memory(): ArrayBuffer
  /** Zeroed. @returns its address. @throws MachineFullError */
  allocate(bytes: number): number
  release(address: number): void
  /**
   * @param addresses of the program's bindings, in order. @param uniforms in the program's order.
   * @returns what runs it once, and throws MachineFullError where its own memory finds no room.
   * @throws RangeError where the module has no such function, or function and program do not fit: a parameter that the program does not have
   * and that is not optional, or a binding or uniform that no parameter takes.
   */
  bind(program: KernelProgram, addresses: readonly number[], uniforms: readonly number[]): () => void
  /** Whether a call has failed: what it left in memory is not to be trusted. */
  readonly broken: boolean
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Once for all. @throws WebAssembly.CompileError where the processor or the browser has no SIMD. */
export function compileProcessorKernels(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(bytes)
  return compiled
}

/** @param module as {@link compileProcessorKernels} gives it. @throws MachineFullError */
export function createProcessorInstance(module: WebAssembly.Module): ProcessorInstance {
  const instance = instantiate(module)
  const functions = new Map(
    Object.entries(instance.exports).filter((entry): entry is [string, (...values: number[]) => number] => {
      return typeof entry[1] === 'function'
    }),
  )
  const { memory } = instance.exports
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('the kernels export no memory')
  const functionOf = (name: string) => {
    const found = functions.get(name)
    if (!found) throw new RangeError(`the processor has no kernel ${name}`)
    return found
  }
  const [allocate, release] = [functionOf('allocate'), functionOf('release')]
  let broken = false
  function attempt(run: (...values: number[]) => number, values: readonly number[]): number {
    try {
      return run(...values)
    } catch (error) {
      broken = true
      // The allocator's way to say that memory does not grow.
      if (error instanceof WebAssembly.RuntimeError && /unreachable/i.test(error.message)) abort()
      throw error
    }
  }
  return {
    memory: () => memory.buffer,
    allocate: (size) => (size < ADDRESSES ? attempt(allocate, [size]) >>> 0 : abort()),
    release,
    get broken() {
      return broken
    },
    bind(program, addresses, uniforms) {
      const name = program.id.replace(/[.-]/g, '_')
      const run = functionOf(name)
      const values = argumentsOf(name, program, addresses, uniforms)
      return () => attempt(run, values)
    },
  }
}

/** @throws RangeError, see {@link ProcessorInstance.bind}. */
function argumentsOf(
  name: string,
  { id, bindings, uniforms, sizes }: KernelProgram,
  addresses: readonly number[],
  uniformValues: readonly number[],
): number[] {
  const bound = new Map<string, number>([
    ...bindings.map((binding, i): [string, number] => [binding.name, addresses[i]!]),
    ...uniforms.map((uniform, i): [string, number] => [uniform, uniformValues[i]!]),
  ])
  const parameters = signatures[name]!
  const taken = new Set(parameters.map((parameter) => parameter.name))
  const untaken = [...bound.keys()].filter((own) => !taken.has(own))
  if (untaken.length > 0) throw new RangeError(`${id}: ${name} does not take ${untaken.join(', ')}`)
  return parameters.map((parameter) => {
    const value = bound.get(parameter.name) ?? sizes[parameter.name]
    if (value === undefined && !parameter.optional)
      throw new RangeError(`${id}: ${name} takes ${parameter.name}, which the program does not have`)
    return value ?? 0
  })
}

function instantiate(module: WebAssembly.Module): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, { env: { abort } })
  } catch (error) {
    throw error instanceof RangeError ? new MachineFullError(error.message) : error
  }
}

/** Of 32 bits. */
const ADDRESSES = 2 ** 32

function abort(): never {
  throw new MachineFullError('the processor’s kernels find no more memory')
}
