/** The built page at an address of its own, for journeys in which it changes, or its server goes. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'

/** Nothing of it stays in the browser's own cache, which would hide what a worker lacks. */
export interface Site {
  readonly address: string
  /** Puts another build in its place, in which each file of the first has a new name. */
  deploy(): void
  /** Puts another project in its place. */
  replace(html: string): void
  /** Shuts the server down; a second time nothing happens. */
  close(): Promise<void>
}

const BUILD = fileURLToPath(new URL('../dist/page', import.meta.url))

export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-site-'))
  cpSync(BUILD, folder, { recursive: true })
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: { outDir: '.' },
    preview: { host: '127.0.0.1', port: 0, headers: { 'cache-control': 'no-store' } },
  })
  return {
    address: server.resolvedUrls?.local[0] ?? '',
    deploy: () => renameAll(folder),
    replace(html) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, 'index.html'), html)
    },
    async close() {
      if (server.httpServer.listening) await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Renames all files with hashes in a folder, wherever they are named. */
function renameAll(folder: string): void {
  const names = readdirSync(join(folder, 'assets'))
  const known = new RegExp(names.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g')
  const texts = [...names.map((name) => `assets/${name}`), 'index.html', 'plateau-offline.js']
  for (const name of texts.filter((own) => /\.(js|css|html)$/.test(own))) {
    const path = join(folder, name)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(known, (old) => `next-${old}`),
    )
  }
  for (const name of names) {
    cpSync(join(folder, 'assets', name), join(folder, 'assets', `next-${name}`))
    rmSync(join(folder, 'assets', name))
  }
}
