import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CHROMIUM_VARIABLE, findChromium } from './find-chromium'

describe.skipIf(process.platform === 'win32')('findChromium', () => {
  let folder: string
  const program = (name: string, exitCode: number): string => {
    const path = join(folder, name)
    writeFileSync(path, `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 })
    return path
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plateau-'))
    vi.stubEnv('PATH', folder)
    vi.stubEnv(CHROMIUM_VARIABLE, '')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  it('takes the one that is named, and only that', () => {
    program('chromium', 0)
    const named = program('mine', 0)
    vi.stubEnv(CHROMIUM_VARIABLE, named)
    expect(findChromium()).toBe(named)
    vi.stubEnv(CHROMIUM_VARIABLE, program('broken', 1))
    expect(findChromium).toThrow(/PLATEAU_CHROMIUM is ".+broken", which does not start/)
  })

  it('passes over what only has the name of a browser', () => {
    program('chromium-browser', 1)
    const working = program('google-chrome', 0)
    expect(findChromium()).toBe(working)
    expect(findChromium()).not.toBe(program('chromium', 1))
    expect(findChromium()).toBe(working)
  })
})
