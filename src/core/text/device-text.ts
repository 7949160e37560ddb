/**
 * What trained, in words for whoever reads a sentence: records keep the backend's id and the adapter's own name. The engine's wording may
 * change from version to version, and records of all of them are shown.
 */
import { backendOf } from '../backends'

export interface NamedDevice {
  readonly backend: string
  readonly device: string
}

/** @param whose "a processor" where it was another machine's, "this machine’s processor" where it is the reader's own. */
export function deviceText({ backend, device }: NamedDevice, whose: 'a' | 'this machine’s' = 'a'): string {
  const { label, isProcessor } = backendOf(backend) ?? { label: backend, isProcessor: false }
  if (!isProcessor) return `${device} (${label})`
  const details = device
    .replace(/^(a |the |this machine[’']s )?processor\b/i, '')
    .replaceAll(/[()]/g, '')
    .replaceAll(/\s+with\s+/g, ', ')
    .split(/\s*,\s*/)
    .map((detail) => detail.trim())
    .filter((detail) => detail !== '')
  const known = details.some((detail) => detail.includes(label)) ? details : [label, ...details]
  return `${whose} processor (${known.join(', ')})`
}
