/**
 * Builds the page's service worker (`src/runtime/offline/`): one script without imports, beside index.html because it answers for its own folder alone. It
 * ends with a hash of all files, so that a browser finds a new worker where only a file without a hash in its name has changed.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** A name that no other project is likely to have at the same address. */
const SCRIPT = 'plateau-offline.js'
const SOURCE = fileURLToPath(new URL('./src/runtime/offline/service-worker.ts', import.meta.url))
/** The page itself, which the worker asks for by its folder; the worker; the picture for chats. */
const NOT_LISTED = new Set(['index.html', SCRIPT, 'card.png'])

export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: SOURCE, fileName: SCRIPT })
    },
    writeBundle({ dir }) {
      if (dir === undefined) return
      const written = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length).replaceAll('\\', '/'))
        .toSorted()
      const hash = createHash('sha256')
      for (const file of written) hash.update(file).update(readFileSync(join(dir, file)))
      const list = JSON.stringify(written.filter((file) => !NOT_LISTED.has(file)))
      const script = readFileSync(join(dir, SCRIPT), 'utf8')
      if (/^(import|export)\b/m.test(script)) this.error(`${SCRIPT} is no script of its own`)
      writeFileSync(
        join(dir, SCRIPT),
        `const PLATEAU_FILES=${list};${script}// ${hash.digest('hex').slice(0, 16)}\n`,
      )
    },
  }
}
