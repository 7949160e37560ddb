/** Tables of docs/science.md that name a configuration of the independent trainer hold its figures: mean ± spread (seeds), to the digits they have. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type OracleQuantity, oracleExpected } from './oracle'

const COLUMNS: Readonly<Record<string, OracleQuantity>> = {
  'memorised bits': 'memorizedBits',
  'bits per parameter': 'bitsPerParam',
  'test bits per token': 'testBitsPerToken',
  AUC: 'auc',
  'recalled from 3 tokens': 'exactRecallPrefix3',
  'alphabet found at step': 'alphabetStep',
  'learned at step': 'learnedStep',
  'bits per parameter at int8': 'int8BitsPerParam',
  'bits per parameter at int7': 'int7BitsPerParam',
  'bits per parameter at int6': 'int6BitsPerParam',
  'bits per parameter at int5': 'int5BitsPerParam',
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** Half of the last digit. */
const precisionOf = (digits: string): number => 0.51 * 10 ** -(digits.split('.')[1]?.length ?? 0)

/** Figures that are not the data's, and how many were compared. */
function compare(text: string): { wrong: string[]; compared: number } {
  const wrong: string[] = []
  let compared = 0
  let header: string[] = []
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|') ? cellsOf(line) : []
    if (cells[1] === 'configuration') header = cells
    const name = /^`(.+)`$/.exec(cells[1] ?? '')?.[1]
    if (name === undefined) continue
    cells.slice(2).forEach((cell, i) => {
      const [, mean = '', sd, seeds] = /^([−\d,.]+)(?: ± ([\d,.]+))? \((\d+)\)$/.exec(cell) ?? []
      const { mean: wanted, sd: spread, n } = oracleExpected(name, COLUMNS[header[i + 2]!]!)
      const isNear = (digits: string, value: number) =>
        Math.abs(Number(digits.replaceAll(',', '').replace('−', '-')) - value) <= precisionOf(digits)
      const isRight =
        mean !== '' && isNear(mean, wanted) && (sd === undefined ? spread === undefined : isNear(sd, spread!))
      compared++
      if (!isRight || Number(seeds) !== n) wrong.push(`${name}: ${cell}`)
    })
  }
  return { wrong, compared }
}

it('science.md has the independent trainer’s figures', () => {
  const { wrong, compared } = compare(readFileSync('docs/science.md', 'utf8'))
  expect(wrong).toEqual([])
  expect(compared).toBeGreaterThan(100)
})

it('finds a figure that is not the data’s', () => {
  const table = (cell: string) =>
    `| N | configuration | memorised bits |\n|---|---|---|\n| 64 | \`tiny-N64\` | ${cell} |`
  expect(compare(table('1,575 ± 27 (24)'))).toEqual({ wrong: [], compared: 1 })
  for (const cell of ['1,576 ± 27 (24)', '1,575 ± 29 (24)', '1,575 ± 27 (23)', '1,575 (24)', '–'])
    expect(compare(table(cell)).wrong, cell).toHaveLength(1)
})
