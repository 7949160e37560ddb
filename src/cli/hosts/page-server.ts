/** A server for this machine alone, of the files of one folder and tf.js's wasm binaries: WebGPU and modules need an http address. */
import { createReadStream, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream'
import { WASM_ROUTE } from './chromium-bridge'
import { wasmFolder } from './wasm-folder'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Stands in for the origin, which the address in a request lacks. */
const ORIGIN = 'http://localhost'

interface PageServer {
  /** With a slash at its end. */
  readonly address: string
  close(): Promise<void>
}

export async function servePage(folder: string): Promise<PageServer> {
  // Only what is listed here can be asked for, so no path leads out.
  const files = new Map<string, string>([
    ...listFiles(folder).map((name) => [`/${name}`, join(folder, name)] as const),
    ...listFiles(wasmFolder()).map((name) => [`${WASM_ROUTE}${name}`, join(wasmFolder(), name)] as const),
  ])
  const server = createServer(({ url = '/' }, response) => {
    if (!URL.canParse(url, ORIGIN)) return response.writeHead(400).end()
    const path = files.get(new URL(url, ORIGIN).pathname)
    if (path === undefined) return response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
    // A file that has gone since, or a browser that goes, ends this answer alone.
    pipeline(createReadStream(path), response, () => undefined)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : 0
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
}
