/** Memory of the processor's kernels: behind every buffer there is room for one vector read past its end. */

const BEHIND: usize = 32

/** Zeroed. */
export function allocate(bytes: usize): usize {
  const at = heap.alloc(bytes + BEHIND)
  memory.fill(at, 0, bytes + BEHIND)
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
    spare = heap.alloc(bytes)
    size = bytes
  }
  return spare
}
