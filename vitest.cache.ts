/** What Vitest may keep of the compiled sources between runs of the unit tests. */
import type { Plugin } from 'vitest/config'

/**
 * Vitest finds a compiled file by the text of its source and of the configuration. A glob is also compiled from the names of the files that
 * it finds, and a kernel with all that it imports: they are compiled in every run.
 */
export const keyOfCompiled = (): Plugin => ({
  name: 'key-of-compiled',
  configureVitest({ experimental_defineCacheKeyGenerator: define }) {
    define(({ id, sourceCode }) =>
      sourceCode.includes('import.meta.glob') || /\.as$|processor-kernels/.test(id) ? false : undefined)
  },
})
