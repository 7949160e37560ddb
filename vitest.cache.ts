/** What Vitest may keep of the compiled sources between runs of the unit tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/**
 * Vitest finds a compiled file by the text of its source and of the configuration. Two kinds of file are compiled from more, which their keys
 * must tell: a glob from the names of the files that it finds, and a kernel of the processor from the texts of all that it imports.
 */
export const keyOfCompiled = (): Plugin => {
  let names: readonly string[] | undefined
  let kernels: string | undefined
  return {
    name: 'key-of-compiled',
    configureVitest({ vitest, experimental_defineCacheKeyGenerator: define }) {
      define(({ id, sourceCode }) => {
        const isGlob = sourceCode.includes('import.meta.glob')
        const isKernel = /\.as$|processor-kernels/.test(id)
        if (!isGlob && !isKernel) return undefined
        // While it watches, files come and go, and Vite knows what a kernel imports only if it has compiled it.
        if (vitest.config.watch) return false
        names ??= ['src', 'bench'].flatMap(filesIn)
        if (isGlob) return names.join('\n')
        kernels ??= names
          .filter((name) => name.endsWith('.as'))
          .map((name) => `${name}\n${readFileSync(root + name, 'utf8')}`)
          .join('\n')
        return kernels
      })
    },
  }
}

/** Paths from the root, in order. */
const filesIn = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .sort()
