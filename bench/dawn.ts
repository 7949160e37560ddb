/** WebGPU in Node for the engines: Dawn's null backend, which does everything but the work, or a real adapter. */

export type Target = 'null' | 'gpu' | 'swiftshader'

/**
 * Libraries look for `navigator.gpu`, `self` and WebGPU's classes, some while they are imported: call this first.
 * @returns the adapter's name. @throws Error where there is no adapter.
 */
export async function openDawn(target: Target): Promise<string> {
  const { create, globals } = await import('webgpu')
  if (target === 'swiftshader') {
    const { prepareSwiftShader } = await import('@/cli/hosts/swiftshader')
    prepareSwiftShader(() => undefined)
  }
  const gpu = create(target === 'null' ? ['backend=null'] : [])
  Object.assign(globalThis, globals, { self: globalThis })
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true })
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('this machine shows no GPU to Dawn')
  const { description, vendor, architecture } = adapter.info
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter'
  if (target === 'gpu' && (adapter.info.isFallbackAdapter || SOFTWARE.test(`${name} ${architecture}`)))
    throw new Error(`${name} is computed by the processor`)
  return name
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i
