/** How every Chromium of this project is started: by the CLI's host, the GPU tests and the journeys. */

/**
 * A Chromium with background networking refuses its own connections on a closed network; the rest keeps it from doing
 * anything that was not asked for.
 */
export const QUIET_FLAGS: readonly string[] = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/** WebGPU on a real GPU; on Linux only Vulkan reaches one without a display. */
export const WEBGPU_FLAGS: readonly string[] = [
  '--enable-unsafe-webgpu',
  ...(process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan'] : []),
]

/** WebGPU computed by the processor: correct, slow, and the same on every machine. */
export const SWIFTSHADER_FLAGS: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
]
