/**
 * Compiles the kernels of the processor (`kernels/<id>/processor.as`, AssemblyScript) into one WebAssembly module, for every build and test
 * that imports `virtual:processor-kernels`: its bytes, and for each function its parameters in order. A test that imports another file of
 * AssemblyScript gets the same of that file alone.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
// Here and not where it is used: when Vite's runner has read a configuration, that can import no more, and every build fails.
import { main } from 'assemblyscript/asc'
import type { Plugin } from 'vite'

const ID = 'virtual:processor-kernels'
const root = fileURLToPath(new URL('.', import.meta.url))

/** No assertions, and an allocator whose collector runs only when called, which nobody does: kernels have no objects. */
const OPTIONS = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'minimal', '--enable', 'simd']

export function processorKernels(): Plugin {
  return {
    name: 'processor-kernels',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      const isAll = id === `\0${ID}`
      if (!isAll && !id.endsWith('.as')) return undefined
      const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.as'))
        .map((path) => join('src', path))
        .sort()
      for (const source of sources) this.addWatchFile(join(root, source))
      const entries = isAll
        ? sources.filter((path) => /\b(processor|memory)\.as$/.test(path))
        : [relative(root, id).replaceAll('\\', '/')]
      const text = Buffer.from(await compile(entries)).toString('base64')
      const signatures = Object.fromEntries(entries.flatMap(functionsOf))
      return [
        `const letters = atob('${text}')`,
        'export const bytes = new Uint8Array(letters.length)',
        'for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i)',
        `export const signatures = ${JSON.stringify(signatures)}`,
      ].join('\n')
    },
  }
}

/** @throws Error with the compiler's own message. */
async function compile(entries: readonly string[]): Promise<Uint8Array> {
  let module: Uint8Array | undefined
  const messages: string[] = []
  // The compiler adds .ts to every name; so that no tool takes these files for TypeScript, they are stored without it.
  const named = entries.map((path) => `${path}.ts`)
  const { error } = await main([...named, '--outFile', 'kernels.wasm', '--baseDir', root, ...OPTIONS], {
    stderr: { write: (message) => messages.push(String(message)) },
    readFile: (name, folder) => readIfThere(join(folder, name.replace(/\.ts$/, ''))),
    writeFile(_, contents) {
      if (contents instanceof Uint8Array) module = contents
    },
  })
  if (error || !module) throw new Error(messages.join('') || error?.message)
  return module
}

const readIfThere = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null)

interface Parameter {
  readonly name: string
  readonly optional: boolean
}

/** Exported functions with their parameters in order, whose names the compiled module does not keep. */
function functionsOf(path: string): [name: string, parameters: Parameter[]][] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/^export function (\w+)\(([^)]*)\)/gm)].map(([, name, parameters]) => [
    name!,
    [...parameters!.matchAll(/(\w+):\s*(\w+)/g)].map(([, parameter, type]) => ({
      name: parameter!,
      optional: type === 'Optional',
    })),
  ])
}
