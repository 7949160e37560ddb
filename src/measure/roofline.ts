/**
 * What this card can do under WGSL, measured: bytes copied per second, and float32 operations per second in a tiled matrix product.
 * Engines are held against these, not against a data sheet that counts units WGSL cannot reach.
 */
import { type Repeatable, secondsOfOne } from './repeat'

export interface Roofline {
  readonly bytesPerSecond: number
  readonly flopPerSecond: number
}

const MEBIBYTE = 2 ** 20

export interface RooflineWork {
  /** A multiple of 4 MiB. */
  readonly copyBytes: number
  /** Of the square matrices: a multiple of 128. */
  readonly matrixSize: number
  /** Work enough that submitting it does not count. */
  readonly leastSeconds: number
}

const FULL_WORK: RooflineWork = { copyBytes: 256 * MEBIBYTE, matrixSize: 4096, leastSeconds: 0.2 }

const COPY = /* wgsl */ `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> copy: array<vec4f>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 256u + id.x;
  copy[i] = source[i];
}`

/**
 * C = A·B, square. A workgroup of 16 × 16 invocations computes 128 × 128 of C over slices of 16; an invocation holds 8 × 8 sums, its
 * rows and columns 16 apart, so that neighbours read neighbouring words of the tiles.
 */
const productOf = (size: number): string => /* wgsl */ `
const SIZE = ${size}u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
var<workgroup> tileA: array<array<f32, 128>, 16>;
var<workgroup> tileB: array<array<f32, 128>, 16>;
@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u,
        @builtin(local_invocation_index) index: u32) {
  let row = group.y * 128u;
  let column = group.x * 128u;
  var sums: array<array<f32, 8>, 8>;
  for (var k = 0u; k < SIZE; k += 16u) {
    for (var n = 0u; n < 8u; n++) {
      let at = n * 256u + index;
      tileA[at % 16u][at / 16u] = a[(row + at / 16u) * SIZE + k + at % 16u];
      tileB[at / 128u][at % 128u] = b[(k + at / 128u) * SIZE + column + at % 128u];
    }
    workgroupBarrier();
    for (var depth = 0u; depth < 16u; depth++) {
      var left: array<f32, 8>;
      var right: array<f32, 8>;
      for (var i = 0u; i < 8u; i++) {
        left[i] = tileA[depth][local.y + 16u * i];
        right[i] = tileB[depth][local.x + 16u * i];
      }
      for (var i = 0u; i < 8u; i++) {
        for (var j = 0u; j < 8u; j++) {
          sums[i][j] = fma(left[i], right[j], sums[i][j]);
        }
      }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 8u; i++) {
    for (var j = 0u; j < 8u; j++) {
      c[(row + local.y + 16u * i) * SIZE + column + local.x + 16u * j] = sums[i][j];
    }
  }
}`

/** @throws Error where the card refuses the work. */
export async function measureRoofline(
  device: GPUDevice,
  { copyBytes, matrixSize, leastSeconds }: RooflineWork = FULL_WORK,
): Promise<Roofline> {
  const bytesPerSecond = await measureCopy(device, { copyBytes, leastSeconds })
  const flopPerSecond = await measureProduct(device, { matrixSize, leastSeconds })
  return { bytesPerSecond, flopPerSecond }
}

async function measureCopy(
  device: GPUDevice,
  { copyBytes, leastSeconds }: Pick<RooflineWork, 'copyBytes' | 'leastSeconds'>,
): Promise<number> {
  const groups = copyBytes / 16 / 256
  return withBuffers(device, [copyBytes, copyBytes], async (buffers) => {
    const copies = await repeatable(device, COPY, buffers, [1024, groups / 1024])
    return (2 * copyBytes) / (await secondsOfOne(copies, leastSeconds))
  })
}

/** Operations a second in a matrix product. @throws Error where the card refuses the work. */
export async function measureProduct(
  device: GPUDevice,
  { matrixSize, leastSeconds }: Pick<RooflineWork, 'matrixSize' | 'leastSeconds'>,
): Promise<number> {
  const [bytes, tiles] = [4 * matrixSize ** 2, matrixSize / 128]
  return withBuffers(device, [bytes, bytes, bytes], async (buffers) => {
    const products = await repeatable(device, productOf(matrixSize), buffers, [tiles, tiles])
    return (2 * matrixSize ** 3) / (await secondsOfOne(products, leastSeconds))
  })
}

async function withBuffers<T>(
  device: GPUDevice,
  sizes: readonly number[],
  work: (buffers: readonly GPUBuffer[]) => Promise<T>,
): Promise<T> {
  const buffers = await accepted(device, async () =>
    sizes.map((size) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE })),
  )
  try {
    return await work(buffers)
  } finally {
    for (const buffer of buffers) buffer.destroy()
  }
}

/** What is refused would make the work nothing, and its rate whatever one likes. @throws Error in the card's words. */
async function accepted<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope('validation')
  device.pushErrorScope('out-of-memory')
  const result = await work()
  const [tooLarge, invalid] = [await device.popErrorScope(), await device.popErrorScope()]
  const refused = tooLarge ?? invalid
  if (refused) throw new Error(refused.message)
  return result
}

async function repeatable(
  device: GPUDevice,
  code: string,
  buffers: readonly GPUBuffer[],
  workgroups: readonly [number, number],
): Promise<Repeatable> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  })
  const layout = pipeline.getBindGroupLayout(0)
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
  const bindGroup = await accepted(device, async () => device.createBindGroup({ layout, entries }))
  const run: Repeatable = async (dispatches) => {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, bindGroup)
    for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(workgroups[0], workgroups[1])
    pass.end()
    const start = performance.now()
    device.queue.submit([encoder.finish()])
    await device.queue.onSubmittedWorkDone()
    return (performance.now() - start) / 1000
  }
  await accepted(device, () => run(1))
  return run
}
