/**
 * The kernels as WebAssembly: one function for each program, named `<kernel>_<pass>`, whose parameters have the names of the program's
 * bindings, uniforms and sizes. Memory belongs to an instance and goes with it.
 */
import { bytes, signatures } from 'virtual:processor-kernels'
import type { KernelProgram } from '../kernel'

export interface ProcessorInstance {
  /** All of it; made anew when it grows, so nobody keeps it. */
  memory(): ArrayBuffer
  /** Zeroed. @returns its address. */
  allocate(bytes: number): number
  release(address: number): void
  /**
   * @param addresses of the program's bindings, in order. @param uniforms in the program's order.
   * @returns what runs it once. @throws RangeError where the module has no such function.
   */
  bind(program: KernelProgram, addresses: readonly number[], uniforms: readonly number[]): () => void
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Once for all. @throws WebAssembly.CompileError where the processor or the browser has no SIMD. */
export function compileProcessorKernels(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(bytes)
  return compiled
}

/** @param module as {@link compileProcessorKernels} gives it. */
export function createProcessorInstance(module: WebAssembly.Module): ProcessorInstance {
  const instance = new WebAssembly.Instance(module, { env: { abort } })
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
  return {
    memory: () => memory.buffer,
    allocate: (size) => allocate(size) >>> 0,
    release,
    bind(program, addresses, uniforms) {
      const name = program.id.replace(/[.-]/g, '_')
      const run = functionOf(name)
      const known = new Map<string, number>([
        ...Object.entries(program.sizes),
        ...program.bindings.map((binding, i): [string, number] => [binding.name, addresses[i]!]),
        ...program.uniforms.map((uniform, i): [string, number] => [uniform, uniforms[i]!]),
      ])
      // What a program does not have is 0: no address, or a flag that is off.
      const values = signatures[name]!.map((parameter) => known.get(parameter) ?? 0)
      return () => run(...values)
    },
  }
}

function abort(): never {
  throw new RangeError('the memory of the processor’s kernels is full')
}
