/** What was found out about this machine's devices, for the next call: a small JSON file where packages keep their caches. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DeviceFindings } from '@/runtime/runner/host'
import { projectFolder } from './project-folder'

/** @param path of the file; another in tests. Where it cannot be read or written it is as good as empty. */
export function findingsFile(
  path = join(projectFolder(), 'node_modules', '.cache', 'plateau', 'devices.json'),
): DeviceFindings {
  const all = (): object => {
    try {
      const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
      return read instanceof Object ? read : {}
    } catch {
      return {}
    }
  }
  return {
    async read(key) {
      const found = new Map<string, unknown>(Object.entries(all())).get(key)
      return typeof found === 'string' ? found : undefined
    },
    async write(key, value) {
      try {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, `${JSON.stringify({ ...all(), [key]: value }, undefined, 2)}\n`)
      } catch {
        // The next call finds it out again.
      }
    },
  }
}
