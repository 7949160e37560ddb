/**
 * Keeps all files of the build, and answers for them where there is no network. All builds share one cache, because a file with a hash in its
 * name is the same in each: an update loads what is new, and tabs of the build before still find their own files. Those go when the last of these tabs
 * has gone, which is when browsers activate a new worker that does not ask to be activated sooner.
 */
import { answerFor, isGone, isHashed, isOfBuild, isPlateau } from './rules'

declare const self: ServiceWorkerGlobalScope
/** Paths of the build's files, relative to the page: put in by `vite.service-worker.ts`. */
declare const PLATEAU_FILES: readonly string[]

const folder = new URL('./', self.location.href).href
/** Caches belong to the whole origin, and Plateau may lie in several of its folders. */
const cacheName = `plateau ${folder}`
const addresses = PLATEAU_FILES.map((file) => folder + file)

/** An update's downloads wait until the page whose visit has found it stands. */
const UPDATE_DELAY_MS = 10_000
/** A network that takes longer counts as none. */
const NETWORK_MS = 3000
/** Where less room than this is left, it is for results. */
const LEAST_FREE_BYTES = 100e6

const wait = (ms: number) => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms))

/** @throws Error where there is no such file; servers also say so by giving their start page. */
async function download(url: string, isPage = false): Promise<Response> {
  const response = await fetch(url, isHashed(url.slice(folder.length)) ? {} : { cache: 'no-cache' })
  const isHtml = /text\/html/.test(response.headers.get('content-type') ?? '')
  if (!response.ok || isHtml !== isPage) throw new Error(`${url} cannot be loaded`)
  return response
}

/** The page comes last: whatever is kept of it can be opened. What an earlier try has kept is not loaded again. */
async function keepBuild(): Promise<void> {
  if (self.registration.active) await wait(UPDATE_DELAY_MS)
  const { quota = 0, usage = 0 } = await navigator.storage.estimate()
  if (quota - usage < LEAST_FREE_BYTES) throw new Error('no room for files')
  const page = await download(folder, true)
  const html = await page.text()
  if (!isOfBuild(html, PLATEAU_FILES)) throw new Error('the page is of another build')
  const cache = await caches.open(cacheName)
  // One by one: nobody waits for them, and the page may need the network meanwhile.
  for (const file of PLATEAU_FILES.toSorted((a, b) => Number(isHashed(b)) - Number(isHashed(a)))) {
    const url = folder + file
    if (!isHashed(file) || !(await cache.match(url))) await cache.put(url, await download(url))
  }
  await cache.put(folder, new Response(html, page))
}

/** Files of earlier builds go, unless those of a later one are just coming. */
async function dropOthers(): Promise<void> {
  if (self.registration.installing) return
  const cache = await caches.open(cacheName)
  const others = (await cache.keys()).filter(({ url }) => url !== folder && !addresses.includes(url))
  await Promise.all(others.map((request) => cache.delete(request)))
}

async function kept(url: string): Promise<Response | undefined> {
  return (await caches.open(cacheName)).match(url, { ignoreSearch: true, ignoreVary: true })
}

/** Until when the page's files need not wait for a network that has just failed the page itself. */
let silentUntil = 0

async function networkFirst(network: Promise<Response>, url: string, patienceMs: number): Promise<Response> {
  const answer = await Promise.race([network.catch(() => undefined), wait(patienceMs)])
  if (!answer) silentUntil = Date.now() + NETWORK_MS
  return answer ?? (await kept(url)) ?? network
}

/** Makes room for another project at this address, which may have been given the same port. */
async function leaveIfGone(page: Response): Promise<void> {
  if (isPlateau(await page.text())) return
  const script = await fetch(self.location.href, { cache: 'no-store' })
  if (!isGone(script.status, script.headers.get('content-type'))) return
  await caches.delete(cacheName)
  await self.registration.unregister()
}

/** A first try that finds the disk full leaves nothing; any other goes on, at the next visit, from what it has kept. */
async function install(): Promise<void> {
  try {
    await keepBuild()
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    if (isFull && !self.registration.active) await caches.delete(cacheName)
    throw error
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()))

self.addEventListener('activate', (event) => {
  // The first visit's page, which was loaded without a worker, has its later parts from this one.
  event.waitUntil(Promise.all([dropOthers(), self.clients.claim()]))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { method, mode, url } = request
  const answer = method === 'GET' ? answerFor(url, mode === 'navigate', folder, PLATEAU_FILES) : undefined
  switch (answer) {
    case 'page': {
      // No navigation preload: where it fails, Firefox shows its own error page, whatever is answered here.
      const network = fetch(request)
      event.waitUntil(network.then((page) => leaveIfGone(page.clone())).catch(() => undefined))
      event.respondWith(networkFirst(network, folder, NETWORK_MS))
      break
    }
    case 'named':
      event.respondWith(networkFirst(fetch(request), url, Date.now() < silentUntil ? 0 : NETWORK_MS))
      break
    case 'hashed':
      event.respondWith(kept(url).then((file) => file ?? fetch(request)))
      break
  }
})
