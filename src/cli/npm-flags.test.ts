import { describe, expect, it } from 'vitest'
import { npmFlagsProblem } from './npm-flags'

const lineFor = (
  argv: readonly string[],
  kept: Readonly<Record<string, string>>,
  platform?: NodeJS.Platform,
) =>
  npmFlagsProblem(argv, { npm_lifecycle_event: 'lab', ...kept }, platform ?? 'linux')
    ?.split('\n')
    .at(-1)
    ?.trim()

describe('flags that npm kept', () => {
  it('come back in the line to type', () => {
    expect(lineFor(['run', 'capacity'], { npm_config_preset: 'quick', npm_config_out: 'x' })).toBe(
      'npm run lab -- run capacity --preset quick --out x',
    )
    expect(
      lineFor(['run', '#capacity?v=1&preset=tiny'], {
        npm_config_set: 'width=8,16\n\nheads=2',
        npm_config_resume: 'true',
        npm_config_force: 'true',
      }),
    ).toBe('npm run lab -- run "#capacity?v=1&preset=tiny" --set width=8,16 --set heads=2 --resume --force')
  })

  it('have their place shown where npm took their values for words', () => {
    const kept = { npm_config_preset: 'true', npm_config_out: 'true' }
    expect(lineFor(['run', 'capacity', 'quick', 'x'], kept)).toBe(
      'npm run lab -- run capacity --preset <name> --out <file>',
    )
  })

  it('are named', () => {
    const kept = { npm_lifecycle_event: 'lab', npm_config_set: 'a=1\n\nb=2', npm_config_csv: 'x.csv' }
    expect(npmFlagsProblem(['run', 'capacity'], kept)).toMatch(/^npm has kept --set, --csv:/)
  })

  it('need a quoted -- in PowerShell', () => {
    expect(lineFor(['run', 'capacity'], { npm_config_out: 'x' }, 'win32')).toBe(
      'npm run lab "--" run capacity --out x',
    )
  })

  it('are none where the flags came through, where npm did not start the lab, or where npm has its own of that name', () => {
    expect(lineFor(['run', 'capacity', '--preset', 'quick'], {})).toBeUndefined()
    expect(npmFlagsProblem(['run', 'capacity'], { npm_config_out: 'x' })).toBeUndefined()
    expect(lineFor(['run', 'capacity'], { npm_config_force: 'true', npm_config_resume: '' })).toBeUndefined()
  })
})
