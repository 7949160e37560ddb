/**
 * Structural sharing, as TanStack Query's `replaceEqualDeep`: what says the same as before stays the same object, down to the parts of what
 * has changed. Whoever compares by identity (React, zustand) then sees real changes only.
 */

/**
 * @param before the last result, undefined at first. @param after plain data: objects, arrays, primitives.
 * @returns `after`, with each part that equals its counterpart in `before` replaced by it; `before` itself where all are equal.
 */
export const keepUnchanged = <T>(before: T | undefined, after: T): T => merged(before, after) as T

function merged(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item, i) => merged(before[i], item))
    return items.length === before.length && items.every((item, i) => Object.is(item, before[i]))
      ? before
      : items
  }
  if (isPlainObject(before) && isPlainObject(after)) {
    const entries = Object.entries(after).map(([key, part]) => [key, merged(before[key], part)] as const)
    const isSame =
      entries.length === Object.keys(before).length &&
      entries.every(([key, part]) => Object.hasOwn(before, key) && Object.is(part, before[key]))
    return isSame ? before : Object.fromEntries(entries)
  }
  return after
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
