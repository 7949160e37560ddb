/** Registry: every folder of `families/` that has a `config.ts`. */
import type { FamilyConfig } from './family'

const modules = import.meta.glob<{ default: FamilyConfig }>(
  ['../../families/*/config.ts', '!../../families/_*/**'],
  { eager: true },
)

export const families: ReadonlyMap<string, FamilyConfig> = new Map(
  Object.keys(modules)
    .sort()
    .map((path) => [modules[path]!.default.id, modules[path]!.default]),
)

/** @throws RangeError for a family that is not registered. */
export function familyById(id: string): FamilyConfig {
  const family = families.get(id)
  if (!family) throw new RangeError(`unknown family "${id}" (known: ${[...families.keys()].join(', ')})`)
  return family
}
