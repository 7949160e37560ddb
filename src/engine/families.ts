/** Registry: every folder of `families/` that has a `forward.ts`. */
import { byFolder } from '@/core/by-folder'
import type { FamilyForward } from './contract/forward'

const modules = import.meta.glob<{ default: FamilyForward }>(
  ['../families/*/forward.ts', '!../families/_*/**'],
  { eager: true },
)

const forwards = byFolder(modules, (module) => module.default)

/** @throws RangeError for a family without a forward pass. */
export function forwardById(id: string): FamilyForward {
  const forward = forwards.get(id)
  if (!forward) throw new RangeError(`family "${id}" has no forward pass`)
  return forward
}
