/**
 * A WebGPU device with the adapter's own limits, not the small defaults: the kernels and large populations need them. Where the adapter has
 * the operations of subgroups the device has them too: some sets of numerics add up by them.
 */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize } = adapter.limits
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxStorageBuffersPerShaderStage } =
    adapter.limits
  return adapter.requestDevice({
    requiredFeatures: adapter.features.has('subgroups') ? ['subgroups'] : [],
    requiredLimits: {
      maxBufferSize,
      maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX,
      maxStorageBuffersPerShaderStage,
    },
  })
}
