/**
 * Draws public/card.png, the picture that chats show beside a link to the page, from recorded runs of `extraction`: how well a model that
 * is too full knows the symbols of some of its strings, and how many bits models of its size hold of ever more strings.
 */
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { runnerImport } from 'vite'
import { root } from './ready.mjs'

const WIDTH = 1200
const HEIGHT = 630
/** Strings in the model whose symbols are drawn, and how many of them. */
const SHOWN_STRINGS = 557
const ROWS = 26
const CELL = 22

const { records } = JSON.parse(readFileSync(`${root}src/experiments/extraction/recorded/quick.json`, 'utf8'))

function tokens() {
  const { seqLen, traces } = records.find(({ datasetSize }) => datasetSize === SHOWN_STRINGS)
  return traces['grid.probability']
    .slice(0, ROWS * seqLen)
    .map((known, i) => {
      const [x, y] = [(i % seqLen) * CELL, Math.floor(i / seqLen) * CELL]
      const share = Math.round(100 * known ** 1.15)
      return `<rect x="${x}" y="${y}" width="${CELL - 3}" height="${CELL - 3}" rx="4" style="fill:color-mix(in srgb, #2b37c9 ${share}%, #eceaf3)"/>`
    })
    .join('')
}

function curve() {
  const sizes = [...new Set(records.map(({ datasetSize }) => datasetSize))].filter((size) => size < 1200)
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const points = sizes.map((size) => {
    const own = records.filter(({ datasetSize }) => datasetSize === size)
    return {
      size,
      bits: mean(own.map((own) => own.memorizedBits)),
      ceiling: mean(own.map((own) => own.ceilingBits)),
    }
  })
  const most = Math.max(...points.map(({ bits }) => bits))
  const x = (size) => (size / 1200) * 620
  const y = (bits) => 270 - (bits / most) * 200
  const line = [{ size: 0, bits: 0 }, ...points].map(({ size, bits }) => `${x(size)},${y(bits)}`).join(' ')
  const [first] = points
  const top = (most * 1.25) / (first.ceiling / first.size)
  return `<line x1="0" y1="270" x2="620" y2="270" stroke="#e4e2da" stroke-width="2"/>
    <line x1="0" y1="270" x2="${x(top)}" y2="${y(most * 1.25)}" stroke="#14182b" stroke-width="3" stroke-dasharray="9 8"/>
    <text x="${x(top) + 14}" y="${y(most * 1.25) + 12}" fill="#5b6178">all there is to know</text>
    <polyline points="${line}" fill="none" stroke="#2b37c9" stroke-width="7" stroke-linejoin="round"/>
    ${points.map(({ size, bits }) => `<circle cx="${x(size)}" cy="${y(bits)}" r="9" fill="#2b37c9"/>`).join('')}
    <text x="${x(points.at(-1).size)}" y="${y(points.at(-1).bits) + 44}" text-anchor="end" font-weight="700" fill="#2b37c9">what it remembers</text>`
}

const font = readFileSync(
  `${root}node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2`,
).toString('base64')

const page = `<style>
    @font-face { font-family: Display; font-weight: 200 800; src: url(data:font/woff2;base64,${font}) }
    body { margin: 0; width: ${WIDTH}px; height: ${HEIGHT}px; background: #fbfaf6; font-family: Display; color: #14182b }
    h1 { position: absolute; left: 490px; top: 28px; width: 660px; margin: 0; font-size: 62px; line-height: 1.06; letter-spacing: -0.025em }
    svg { position: absolute; font-size: 26px } b { position: absolute; left: 490px; bottom: 26px; font-size: 26px }
  </style>
  <svg style="left:60px;top:30px" width="400" height="600">${tokens()}</svg>
  <h1>How much can a tiny transformer remember?</h1>
  <svg style="left:490px;top:258px" width="660" height="290">${curve()}</svg>
  <b>Plateau · train it in your browser tab</b>`

const { module } = await runnerImport(`${root}src/cli/chromium/ensure-chromium.ts`)
const browser = await chromium.launch({ executablePath: module.ensureChromium() })
try {
  const tab = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } })
  await tab.setContent(page)
  await tab.evaluate(() => document.fonts.ready)
  await tab.screenshot({ path: `${root}public/card.png` })
} finally {
  await browser.close()
}
