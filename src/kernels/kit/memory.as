/** Memory of the processor's kernels: behind every buffer there is room for one vector read past its end. */

const BEHIND: usize = 32

/**
 * From here on the allocator takes the first free block of a size class, and it may be smaller than what is asked for: so the least of a
 * class is asked for, which fits into any other. Classes are 32 MiB wide here; a block's own size is 12 more than a multiple of 16.
 */
const LARGE: usize = 0x1fffffc0
const CLASS: usize = 1 << 25

/** Zeroed. Aborts past 992 MiB, the largest block; traps where memory cannot grow. */
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

/** Memory for one call of a kernel, the same at each: nothing stays in it. */
export function scratch(bytes: usize): usize {
  if (bytes > size) {
    if (spare) heap.free(spare)
    size = 0
    spare = heap.alloc(bytes)
    size = bytes
  }
  return spare
}
