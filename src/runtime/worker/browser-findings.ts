/** What was found out about devices, in the browser's own storage: a store of strings in a database of its own. */
import type { DeviceFindings } from '../runner/host'

const DATABASE = 'plateau-devices'
const STORE = 'findings'

export const browserFindings: DeviceFindings = {
  read: (key) => inStore('readonly', (store) => store.get(key)).then(asText, () => undefined),
  write: (key, value) =>
    inStore('readwrite', (store) => store.put(value, key)).then(
      () => undefined,
      () => undefined,
    ),
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Private windows and full disks refuse. */
async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await resultOf(opening)
  try {
    return await resultOf(act(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
