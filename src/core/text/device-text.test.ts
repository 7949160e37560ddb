import { describe, expect, it } from 'vitest'
import { deviceText } from './device-text'

describe('what trained, in words', () => {
  it.each([
    ['wasm', 'processor, WebAssembly with SIMD', 'a processor (WebAssembly, SIMD)'],
    ['wasm', 'processor, WebAssembly', 'a processor (WebAssembly)'],
    ['wasm', 'a processor', 'a processor (WebAssembly)'],
    ['wasm', 'processor (WebAssembly, SIMD)', 'a processor (WebAssembly, SIMD)'],
    ['wasm', 'processor, WebAssembly with SIMD, 4 threads', 'a processor (WebAssembly, SIMD, 4 threads)'],
    ['cpu', 'processor, plain JavaScript', 'a processor (plain JavaScript)'],
    ['webgpu', 'NVIDIA H100', 'NVIDIA H100 (WebGPU)'],
    ['webgl', 'ANGLE (Intel)', 'ANGLE (Intel) (WebGL)'],
    ['wasm, webgpu', 'processor, some adapter', 'processor, some adapter (wasm, webgpu)'],
  ])('%s on "%s" is %s', (backend, device, text) => {
    expect(deviceText({ backend, device })).toBe(text)
  })

  it('says whose processor it is', () => {
    const device = { backend: 'wasm', device: 'processor, WebAssembly with SIMD' }
    expect(deviceText(device, 'this machine’s')).toBe('this machine’s processor (WebAssembly, SIMD)')
  })
})
