import { expect, it } from 'vitest'
import { byFolder } from './by-folder'

it('has one value for each folder, in the order of their names', () => {
  const found = byFolder(
    { '../two/spec.ts': { size: 2 }, './a/b/one/spec.ts': { size: 1 } },
    ({ size }) => size,
  )
  expect([...found]).toEqual([
    ['two', 2],
    ['one', 1],
  ])
})
