/** Registry: every folder of `families/` that has a `forward.ts`. */
import type { FamilyForward } from './contract/forward'

const modules = import.meta.glob<{ default: FamilyForward }>(
  ['../families/*/forward.ts', '!../families/_*/**'],
  { eager: true },
)

const forwards: ReadonlyMap<string, FamilyForward> = new Map(
  Object.values(modules).map((module) => [module.default.id, module.default]),
)

/** @throws RangeError for a family without a forward pass. */
export function forwardById(id: string): FamilyForward {
  const forward = forwards.get(id)
  if (!forward) throw new RangeError(`family "${id}" has no forward pass`)
  return forward
}
