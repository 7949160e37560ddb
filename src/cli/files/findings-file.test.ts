import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findingsFile } from './findings-file'

const folder = mkdtempSync(join(tmpdir(), 'plateau-findings-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('keeps what was found by its key, in a folder that it makes', async () => {
  const path = join(folder, 'deep', 'devices.json')
  const findings = findingsFile(path)
  expect(await findings.read('a GPU')).toBeUndefined()
  await findings.write('a GPU', 'rows64')
  await findings.write('another', 'rows128')
  expect(await findingsFile(path).read('a GPU')).toBe('rows64')
})

it('is as good as empty where it is damaged, or cannot be written', async () => {
  const damaged = join(folder, 'damaged.json')
  writeFileSync(damaged, '{"a GPU": 5')
  expect(await findingsFile(damaged).read('a GPU')).toBeUndefined()
  const refused = findingsFile(join(damaged, 'below a file.json'))
  await refused.write('a GPU', 'rows64')
  expect(await refused.read('a GPU')).toBeUndefined()
})
