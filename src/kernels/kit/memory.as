/**
 * Memory of the processor's kernels.
 *
 * Formula:
 *   bytes of a block = bytes asked for + 32, for one vector that is read past the end; from 512 MiB on the least of its size class
 * Shapes:          `allocate` gives a zeroed block, `scratch` one whose contents do not outlive a call.
 * One call:        one block.
 * Limits:          992 MiB, the largest block: beyond it `allocate` aborts. It traps where memory cannot grow.
 * Reference:       processor-module.ts in engine/machines/processor, which reports both as one error.
 */

const BEHIND: usize = 32

/**
 * From here on the allocator takes the first free block of a size class, and it may be smaller than what is asked for: so the least of a
 * class is asked for, which fits into any other. Classes are 32 MiB wide here; a block's own size is 12 more than a multiple of 16.
 */
const LARGE: usize = 0x1fffffc0
const CLASS: usize = 1 << 25

export function allocate(bytes: usize): usize {
  const size = bytes + BEHIND
  const at = heap.alloc(size < LARGE ? size : ((size + CLASS - 1) & ~(CLASS - 1)) + 12)
  memory.fill(at, 0, size)
  return at
}

export function release(at: usize): void {
  heap.free(at)
}

let spare: usize = 0
let size: usize = 0

/** The same block at every call, and a larger one when it is too small. */
export function scratch(bytes: usize): usize {
  if (bytes > size) {
    if (spare) heap.free(spare)
    size = 0
    spare = heap.alloc(bytes)
    size = bytes
  }
  return spare
}
