import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { servePage } from './page-server'

const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
let server: Awaited<ReturnType<typeof servePage>>
beforeAll(async () => {
  writeFileSync(join(folder, 'page.html'), 'a page')
  writeFileSync(join(folder, 'gone.js'), 'code')
  writeFileSync(join(folder, 'secret.txt'), 'no page')
  server = await servePage(folder)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** The first line of the answer to a request that a browser would not send. */
const statusOf = (requestLine: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1', () =>
      socket.write(`${requestLine}\r\nHost: x\r\nConnection: close\r\n\r\n`),
    )
    let answer = ''
    socket.on('data', (bytes) => {
      answer += bytes
    })
    socket.on('close', () => resolve(answer.split('\r\n')[0]!))
    socket.on('error', reject)
  })

it('serves the files of a page, and nothing else', async () => {
  const page = await fetch(`${server.address}page.html?query`)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await page.text()).toBe('a page')
  expect((await fetch(`${server.address}secret.txt`)).status).toBe(404)
})

it('answers an address that is none, and goes on', async () => {
  expect(await statusOf('GET //[ HTTP/1.1')).toBe('HTTP/1.1 400 Bad Request')
  expect(await statusOf('GET http://[ HTTP/1.1')).toBe('HTTP/1.1 400 Bad Request')
  expect(await statusOf('GET /../../etc/passwd HTTP/1.1')).toBe('HTTP/1.1 404 Not Found')
  rmSync(join(folder, 'gone.js'))
  await statusOf('GET /gone.js HTTP/1.1')
  expect((await fetch(`${server.address}page.html`)).status).toBe(200)
})
