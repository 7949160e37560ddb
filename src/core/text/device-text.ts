/**
 * What trained, in words for whoever reads a sentence: records keep the backend's id and the adapter's own name. The engine's wording may
 * change from version to version, and records of all of them are shown.
 */
export interface NamedDevice {
  readonly backend: string
  readonly device: string
}

const GPU_INTERFACES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', webgl: 'WebGL' }

/** Backends that compute on the processor, and by what. */
const PROCESSOR_WAYS: Readonly<Record<string, string>> = { wasm: 'WebAssembly', cpu: 'plain JavaScript' }

/** @param whose "a processor" where it was another machine's, "this machine’s processor" where it is the reader's own. */
export function deviceText({ backend, device }: NamedDevice, whose: 'a' | 'this machine’s' = 'a'): string {
  const way = PROCESSOR_WAYS[backend]
  if (way === undefined) return `${device} (${GPU_INTERFACES[backend] ?? backend})`
  const details = device
    .replace(/^(a |the |this machine[’']s )?processor\b/i, '')
    .replaceAll(/[()]/g, '')
    .replaceAll(/\s+with\s+/g, ', ')
    .split(/\s*,\s*/)
    .map((detail) => detail.trim())
    .filter((detail) => detail !== '')
  const known = details.some((detail) => detail.startsWith(way)) ? details : [way, ...details]
  return `${whose} processor (${known.join(', ')})`
}
