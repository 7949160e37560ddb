/** Weights in two orders: as tensors hold them, one array (M, n) for each parameter, and as callers see them, one for each member. */

/** @param values for each parameter (M, n). @returns for each member its parameters end to end. */
export function byMember(values: readonly Float32Array[], members: number): Float32Array[] {
  return Array.from({ length: members }, (_, m) => {
    const own = values.map((all) => {
      const size = all.length / members
      return all.subarray(m * size, (m + 1) * size)
    })
    return Float32Array.from(own.flatMap((part) => [...part]))
  })
}

/** @param weights as {@link byMember} returns them. @param sizes n of each parameter. */
export function byParameter(weights: readonly Float32Array[], sizes: readonly number[]): Float32Array[] {
  let at = 0
  return sizes.map((size) => {
    const values = new Float32Array(weights.length * size)
    for (const [m, own] of weights.entries()) values.set(own.subarray(at, at + size), m * size)
    at += size
    return values
  })
}
