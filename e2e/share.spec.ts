/** What leaves the page and comes back: the permalink, CSV, JSON, the charts as pictures. */
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { commitOf } from '../src/cli/commit'
import { countText, decimalText } from '../src/core/text/number'
import { CHARTS, type ChartTitle, cell, type LabPage, TABLES } from './lab-page'
import { test } from './lab-test'

/** Four runs in about a second. */
const QUICK_RUNS = '#capacity?v=1&preset=tiny&steps=5&datasetSizes=8,16&seeds=0,1'

async function runQuickly(lab: LabPage): Promise<void> {
  await lab.open(QUICK_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
}

test('a permalink carries the whole config, short and readable', async ({ lab, newLab }) => {
  await lab.open()
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await lab.page.locator('.preset').filter({ hasText: 'Quick' }).click()
  await lab.setField('Steps', '25')
  await lab.setField('Width d', '8, 12')
  await lab.setField('Heads H', '2, 3')
  await lab.setField('Learning rate', '0.05')
  await lab.setField('Dataset sizes N', '16, 64')
  await lab.page.getByRole('switch', { name: 'Tied embeddings' }).click()

  const hash = () => new URL(lab.page.url()).hash
  await expect
    .poll(hash)
    .toBe(
      '#capacity?v=1&preset=quick&width=8,12&heads=2,3&tied=true&steps=25&learningRate=0.05&datasetSizes=16,64',
    )
  await lab.unfold('Settings')
  await expect(lab.field('Data ratios')).toHaveValue('')

  await lab.openShare()
  await lab.button('Copy permalink').click()
  await expect(lab.page.getByText('Permalink copied.')).toBeVisible()
  const link = await lab.page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(lab.page.url())

  const other = await newLab()
  await other.page.goto(link)
  await expect(other.preset('Quick')).toBeChecked()
  await other.unfold('Settings')
  await expect(other.field('Data ratios')).toBeVisible()
  const values = (page: LabPage) =>
    page.page
      .locator('.settings')
      .locator('input, select')
      .evaluateAll((inputs) =>
        inputs.map((input) => {
          const { name, type, value, checked } = input as HTMLInputElement
          return [name, type === 'checkbox' ? checked : value]
        }),
      )
  expect(await values(other)).toEqual(await values(lab))
  expect(new URL(other.page.url()).hash).toBe(hash())
  await expect(await other.unfold('The plan')).toContainText('12')
})

test('a bad value in the form is named at its field and never reaches the permalink', async ({ lab }) => {
  await lab.open()
  await lab.setField('Steps', '30')
  const { hash } = new URL(lab.page.url())
  await lab.setField('Steps', 'many')
  await expect(lab.field('Steps')).toHaveAttribute('aria-invalid', 'true')
  await expect(lab.page.getByText('must be a whole number from 1 to 1000000')).toBeVisible()
  await expect(lab.button('Run')).toBeDisabled()
  expect(new URL(lab.page.url()).hash).toBe(hash)
  await lab.setField('Steps', '30')
  await expect(lab.button('Run')).toBeEnabled()
})

test('CSV and JSON hold the numbers of the tables, and JSON comes back in', async ({ lab, newLab }, info) => {
  await runQuickly(lab)
  await lab.openShare()
  const json = await lab.download(lab.button('Download JSON'))
  const csv = await lab.download(lab.button('Download CSV'))
  expect([json.name, csv.name]).toEqual(['plateau-results.json', 'plateau-results.csv'])
  const records = await lab.records()
  expect(records.map(({ datasetSize, seed }) => [datasetSize, seed])).toEqual([
    [8, 0],
    [8, 1],
    [16, 0],
    [16, 1],
  ])

  // Of the build, which may be older than the last commit.
  const known = commitOf(fileURLToPath(new URL('..', import.meta.url))) !== ''
  for (const { commit } of records) expect(commit).toMatch(known ? /^[0-9a-f]{7,}(-dirty)?$/ : /^$/)

  const [header, ...lines] = parseCsv(csv.bytes.toString('utf8'))
  expect(header).toEqual(expect.arrayContaining(PROMISED_COLUMNS))
  // Settings and measures are columns by name; traces are in JSON only.
  const plainColumns = (header ?? []).filter((column) => !column.includes('.'))
  const valuesOf = (record: object) => new Map<string, unknown>(Object.entries(record))
  for (const record of records) {
    const plain = [...valuesOf(record)].filter(([, value]) => typeof value !== 'object')
    expect(plain.map(([name]) => name).toSorted()).toEqual(plainColumns.toSorted())
  }
  expect(lines.map((line) => line.slice(0, plainColumns.length))).toEqual(
    records.map((record) => plainColumns.map((column) => String(valuesOf(record).get(column)))),
  )

  const rows = await lab.readTable(TABLES.runs)
  const columns = ['N', 'Seed', 'Memorised', 'Ceiling', 'Bits per parameter', 'Held-out']
  expect(rows.map((row) => columns.map((column) => cell(row, column)))).toEqual(
    records.map((r) => [
      countText(r.datasetSize),
      String(r.seed),
      countText(r.memorizedBits),
      countText(r.ceilingBits),
      decimalText(r.bitsPerParam),
      countText(r.heldoutMemorizedBits),
    ]),
  )

  const other = await newLab()
  await other.open()
  await other.openShare()
  const importer = other.page.getByLabel('JSON file to import')
  await importer.setInputFiles({ name: 'results.json', mimeType: 'application/json', buffer: json.bytes })
  await expect(other.page.getByText('Imported 4 new runs.')).toBeVisible()
  expect(await other.records()).toEqual(records)
  expect(await other.readTable(TABLES.runs)).toEqual(rows)
  await other.page.reload()
  await expect
    .poll(
      async () =>
        (await other.page.getByText('4 finished runs').count()) +
        (await other.page.getByText('Show imported runs').count()),
    )
    .toBeGreaterThan(0)

  await other.openShare()
  const bad = JSON.stringify([{ ...records[0], params: -1 }, 'nonsense'])
  for (const [text, complaint] of [
    [bad, /^Refused: 2 entries \(record 1: params: /],
    [JSON.stringify([{ ...records[0], heldoutMemorizedBits: 1e6 }]), /it memorised 1000000 bits of held-out/],
    ['no JSON at all', /^Nothing was imported: the file is no JSON\.$/],
  ] as const) {
    await importer.setInputFiles({
      name: 'bad.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
    await expect(other.page.getByText(complaint)).toBeVisible()
  }
  await info.attach('results.csv', { body: csv.bytes, contentType: 'text/csv' })
})

test('a large file that is not ours is refused in seconds, and the page goes on', async ({ lab }) => {
  await lab.open(QUICK_RUNS)
  await lab.deviceReady()
  const file = {
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from(`[1${',1'.repeat(1e6)}]`),
  }
  await lab.openShare()
  await lab.page.getByLabel('JSON file to import').setInputFiles(file)
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
  await lab.openShare()
  await expect(lab.page.getByText(/^Refused: /)).toBeVisible()
  expect(await lab.records()).toHaveLength(4)
})

test('each chart downloads as a picture that stands alone', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 1440, height: 900 })
  await runQuickly(lab)
  for (const title of CHARTS) {
    const svg = await lab.download(lab.button(`Download SVG: ${title}`))
    expect(svg.name).toMatch(/^plateau-\w+\.svg$/)
    const text = svg.bytes.toString('utf8')
    expect(text).not.toMatch(/var\(|class=|https?:\/\/(?!www\.w3\.org)/)
    const drawing = await lab.page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
      const texts = [...parsed.querySelectorAll('text')].map((label) => label.textContent ?? '')
      return {
        broken: parsed.querySelector('parsererror')?.textContent,
        title: parsed.querySelector('svg > title')?.textContent,
        texts: texts.map((label) => label.trim()).filter((label) => label !== ''),
        shapes: parsed.querySelectorAll('path, circle, line').length,
      }
    }, text)
    expect(drawing.broken).toBeUndefined()
    expect(drawing.title).toBe(title)
    expect(drawing.texts).toContain(title)
    for (const label of AXIS_LABELS[title]) expect(drawing.texts).toContain(label)
    expect(drawing.shapes).toBeGreaterThan(5)

    const png = await lab.download(lab.button(`Download PNG: ${title}`))
    expect(png.name).toBe(svg.name.replace('.svg', '.png'))
    expect(png.bytes.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    const picture = await lab.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
      const pixels = new Uint32Array(data.buffer)
      return { width: bitmap.width, height: bitmap.height, colours: new Set(pixels).size }
    }, png.bytes.toString('base64'))
    expect(picture.width).toBeGreaterThan(1000)
    expect(picture.height).toBeGreaterThan(800)
    expect(picture.colours, 'colours: not a blank sheet').toBeGreaterThan(20)
  }
})

test('each chart downloads its numbers, as its table has them', async ({ lab }) => {
  await runQuickly(lab)
  const csvOf = async (title: ChartTitle) => {
    const { name, bytes } = await lab.download(lab.button(`Download CSV: ${title}`))
    expect(name).toMatch(/^plateau-\w+\.csv$/)
    const [header, ...rows] = parseCsv(bytes.toString('utf8'))
    expect(header).toEqual(['Line', expect.any(String), expect.any(String), 'least', 'most', 'seeds'])
    return rows
  }
  const line = (rows: string[][], name: string) =>
    rows.filter(([label]) => label === name).map((row) => row.slice(1).map(Number))

  const runs = await lab.readTable(TABLES.runs)
  const records = await lab.records()
  const model = cell(runs[0], 'Model')
  const memorized = line(await csvOf('Memorised bits against data'), model)
  expect(memorized.map(([bits, , least, most, seeds]) => [bits, least, most, seeds])).toEqual(
    [8, 16].map((count) => {
      const own = records.filter(({ datasetSize }) => datasetSize === count)
      const bits = own.map(({ memorizedBits }) => memorizedBits)
      return [own[0]!.datasetBits, Math.min(...bits), Math.max(...bits), 2]
    }),
  )

  const [capacity] = await lab.readTable(TABLES.models)
  const [held] = line(await csvOf('Capacity against parameters'), model)
  expect([countText(held![0]!), countText(held![1]!)]).toEqual([
    cell(capacity, 'Parameters'),
    cell(capacity, 'Capacity, bits'),
  ])

  const losses = await lab.readTable(TABLES.losses)
  const rows = await csvOf('Loss against data / capacity')
  for (const [name, column] of [
    ['test', 'Test loss, bits per token'],
    ['train', 'Train loss, bits per token'],
  ] as const) {
    expect(
      line(rows, `${model}, ${name}`).map(([share, loss]) => [share, loss].map((v) => decimalText(v!))),
    ).toEqual(losses.map((row) => [cell(row, 'Data / capacity'), cell(row, column).replace(' (peak)', '')]))
  }
})

const AXIS_LABELS = {
  'Memorised bits against data': ['bits in the dataset', 'memorised bits', 'ceiling'],
  'Capacity against parameters': ['parameters', '3.83 · paper, fp32'],
  'Loss against data / capacity': ['data / capacity', 'log₂ V = 4'],
} as const

/** What others may rely on in every exported record, in the page and from the command line. */
const PROMISED_COLUMNS = [
  ...[
    'schemaVersion',
    'experiment',
    'trialKey',
    'family',
    'params',
    'vocab',
    'seqLen',
    'layers',
    'width',
    'heads',
  ],
  ...['datasetSize', 'datasetBits', 'steps', 'seed', 'memorizedBits', 'memorizedBitsClipped', 'ceilingBits'],
  ...[
    'bitsPerParam',
    'trainBitsPerToken',
    'heldoutBitsPerToken',
    'heldoutMemorizedBits',
    'backend',
    'device',
  ],
  ...['elapsedMs', 'commit'],
]

/** RFC 4180, as far as exports need it: quoted cells, CRLF. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  for (const line of text.split('\r\n').slice(0, -1)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''))
  }
  return rows
}
