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

const swiftShader = (...dawnFeatures: readonly string[]): readonly string[] => [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  `--enable-dawn-features=${dawnFeatures.join(',')}`,
]

/**
 * WebGPU computed by the processor: correct, slow, and the same on every machine. Workgroup memory is not cleared before each workgroup,
 * which takes SwiftShader more time than our kernels do: they write what they read.
 */
export const SWIFTSHADER_FLAGS: readonly string[] = swiftShader('disable_workgroup_init')

/** For whole sweeps in the journeys: without bounds on every index either. The tests of the kernels themselves keep those. */
export const UNCHECKED_SWIFTSHADER_FLAGS: readonly string[] = swiftShader(
  'disable_workgroup_init',
  'disable_robustness',
)
