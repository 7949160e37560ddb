/** Registry: every folder of `families/` that has a `config.ts`. */
import { byFolder } from '../by-folder'
import type { FamilyConfig } from './family'

const modules = import.meta.glob<{ default: FamilyConfig }>(
  ['../../families/*/config.ts', '!../../families/_*/**'],
  { eager: true },
)

export const families = byFolder(modules, (module) => module.default)

/** @throws RangeError for a family that is not registered. */
export function familyById(id: string): FamilyConfig {
  const family = families.get(id)
  if (!family) throw new RangeError(`unknown family "${id}" (known: ${[...families.keys()].join(', ')})`)
  return family
}
