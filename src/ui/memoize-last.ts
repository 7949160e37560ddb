/** Keeps the latest result only: for components that ask the same question at the same time. */
export function memoizeLast<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | undefined
  return (...args) => {
    if (!last || last.args.some((arg, i) => arg !== args[i])) last = { args, result: compute(...args) }
    return last.result
  }
}
