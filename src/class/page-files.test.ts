import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pageFiles } from './page-files'

const INDEX = '<!doctype html><p>Plateau</p>'
const SCRIPT = 'export {}\n'.repeat(1000)

let server: Server
beforeAll(async () => {
  const outside = mkdtempSync(join(tmpdir(), 'plateau-page-'))
  const folder = join(outside, 'page')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(outside, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), INDEX)
  writeFileSync(join(folder, 'assets/a.js'), SCRIPT)
  writeFileSync(join(folder, 'assets/a.js.map'), '{}')
  server = createServer(pageFiles(folder))
  // A new build has replaced it.
  rmSync(join(folder, 'assets/a.js'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

/** As it is typed: no client puts the path right. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : 0
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, method }, resolve).on('error', reject).end()
  })
  const body = Buffer.concat(await answer.toArray())
  return { status: answer.statusCode, headers: answer.headers, body }
}

it.each(['/', '/index.html', '/?a=b'])(
  'answers %s by the page, which is asked for anew at each visit',
  async (path) => {
    const { status, headers, body } = await ask(path)
    expect([status, body.toString()]).toEqual([200, INDEX])
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "frame-ancestors 'none'",
    })
  },
)

it('packs what can be packed, for whoever takes it', async () => {
  const packed = await ask('/assets/a.js', { 'accept-encoding': 'gzip, br' })
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'max-age=3600' })
  expect(packed.body.length).toBeLessThan(SCRIPT.length / 10)
  expect(gunzipSync(packed.body).toString()).toBe(SCRIPT)
  const plain = await ask('/assets/a.js')
  expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, SCRIPT])
})

it.each([
  '/secret.txt',
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets',
  '/assets/a.js.map',
  '/__proto__',
  '//[',
])('knows no %s', async (path) => {
  const { status, body } = await ask(path)
  expect([status, body.length]).toEqual([404, 0])
})

it('goes on whatever part or way is asked for', async () => {
  expect((await ask('/', { range: 'bytes=10-5' })).status).toBe(200)
  expect((await ask('/', {}, 'POST')).status).toBe(405)
  const { status, headers, body } = await ask('/', {}, 'HEAD')
  expect([status, headers['content-length'], body.length]).toEqual([200, String(INDEX.length), 0])
})
