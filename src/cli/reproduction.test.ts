import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reproductionText } from './reproduction'

it('docs/reproduction.md is what the result files say: npm run --silent lab -- reproduction > docs/reproduction.md', async () => {
  expect(readFileSync('docs/reproduction.md', 'utf8')).toBe(await reproductionText())
})
