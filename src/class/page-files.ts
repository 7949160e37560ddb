/** The built page, for whoever opens an address of the class. Only what is listed can be asked for, so no path leads out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
/** What is compressed already. */
const PACKED = new Set(['.png', '.ico', '.woff2'])

/** Stands in for the origin, which the address in a request lacks. */
const ORIGIN = 'http://localhost'

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "frame-ancestors 'none'",
}

interface PageFile {
  readonly bytes: Buffer
  readonly gzipped: Buffer | undefined
}

/** @param folder of the build; nothing is served where there is none. */
export function pageFiles(folder: string): RequestListener {
  const paths = new Map(listFiles(folder).map((name) => [`/${name}`, join(folder, name)]))
  const index = paths.get('/index.html')
  if (index !== undefined) paths.set('/', index)
  /** Thirty tabs come at once, by one wireless network: a file is read and packed once. */
  const known = new Map<string, PageFile>()
  function read(path: string): PageFile {
    const bytes = readFileSync(path)
    const file = { bytes, gzipped: PACKED.has(extname(path)) ? undefined : gzipSync(bytes) }
    known.set(path, file)
    return file
  }
  return ({ url = '/', method, headers }, response) => {
    const isAsked = method === 'GET' || method === 'HEAD'
    const path = URL.canParse(url, ORIGIN) ? paths.get(new URL(url, ORIGIN).pathname) : undefined
    if (!isAsked || path === undefined) {
      response.writeHead(isAsked ? 404 : 405, HEADERS).end()
      return
    }
    const { bytes, gzipped } = known.get(path) ?? read(path)
    const packed = /\bgzip\b/.test(String(headers['accept-encoding'])) ? gzipped : undefined
    response.writeHead(200, {
      ...HEADERS,
      'content-type': TYPES[extname(path)],
      'content-length': (packed ?? bytes).length,
      vary: 'accept-encoding',
      'cache-control': path === index ? 'no-cache' : 'max-age=3600',
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    })
    response.end(method === 'HEAD' ? undefined : (packed ?? bytes))
  }
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
}
