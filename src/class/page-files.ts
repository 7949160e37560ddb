/**
 * The built page, for whoever opens an address of the class. Only what is listed can be asked for, so no path leads out.
 *
 * No library, because one that any stranger can stop ends the class: with sirv 3.0.2 a request for `Range: bytes=10-5`, or for a file that a new build
 * has replaced, throws where nobody catches it. And compression 1.8.2 packs each file anew for each tab: thirty visits took 0.9 s of processor time,
 * here 0.2 s (2026-11-30, 35 files of 929 KiB, two busy cores).
 */
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
/** What is packed already. */
const PACKED = new Set(['.png', '.ico', '.woff2'])

/** Stands in for the origin, which the address in a request lacks. */
const ORIGIN = 'http://localhost'

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "frame-ancestors 'none'",
}

interface PageFile {
  readonly type: string | undefined
  readonly bytes: Buffer
  readonly gzipped: () => Buffer
}

/** @param folder of the build; nothing is served where there is none. */
export function pageFiles(folder: string): RequestListener {
  // All at once: a new build may replace them while the class is at work.
  const files = new Map(listFiles(folder).map((name) => [`/${name}`, readFile(join(folder, name))]))
  const index = files.get('/index.html')
  if (index) files.set('/', index)
  return ({ url = '/', method, headers }, response) => {
    const isAsked = method === 'GET' || method === 'HEAD'
    const file = URL.canParse(url, ORIGIN) ? files.get(new URL(url, ORIGIN).pathname) : undefined
    if (!isAsked || !file) {
      response.writeHead(isAsked ? 404 : 405, HEADERS).end()
      return
    }
    const body = /\bgzip\b/.test(String(headers['accept-encoding'])) ? file.gzipped() : file.bytes
    response.writeHead(200, {
      ...HEADERS,
      'content-type': file.type,
      'content-length': body.length,
      vary: 'accept-encoding',
      'cache-control': file === index ? 'no-cache' : 'max-age=3600',
      ...(body === file.bytes ? {} : { 'content-encoding': 'gzip' }),
    })
    response.end(method === 'HEAD' ? undefined : body)
  }
}

function readFile(path: string): PageFile {
  const bytes = readFileSync(path)
  let packed = PACKED.has(extname(path)) ? bytes : undefined
  // Thirty tabs come at once, by one wireless network: a file is packed once.
  const gzipped = () => (packed ??= gzipSync(bytes))
  return { type: TYPES[extname(path)], bytes, gzipped }
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
}
