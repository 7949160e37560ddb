/**
 * A drawing as text that a test can keep and a person can review: an element a line, whole pixels, what is seen and nothing of how it came
 * to be there. It is still a drawing: a browser that opens it from its folder shows it in the page's colours.
 */

/** Attributes that are seen, in the order in which they are written: those that say where in whole pixels. */
const PLACES = ['x', 'y', 'width', 'height', 'cx', 'cy', 'r', 'd', 'transform']
const STYLES = [
  'text-anchor',
  'font-weight',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'clip-path',
]

/** Values that go without saying. */
const INITIAL: Readonly<Record<string, string>> = {
  'text-anchor': 'start',
  'font-weight': '400',
  'stroke-width': '1',
  opacity: '1',
}

/** Marks stand side by side in a line up to this length, else a cloud of them would fill pages. */
const MAX_LINE = 240

interface Node {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Node[]
  text: string
}

/**
 * @param markup one `<svg>` as React's static markup writes it.
 * @param cells of a grid, whose picture is a canvas and no part of the markup: kept as a comment.
 */
export function plainSvg(markup: string, cells: readonly string[] = []): string {
  const drawing = parse(markup)
  const size = ['width', 'height'].map((name) => drawing.attributes.get(name)).join(' ')
  return [
    '<?xml-stylesheet href="../../../styles/colors.css"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="sans-serif" font-size="15">`,
    ...(cells.length > 0 ? ['<!--', ...cells, '-->'] : []),
    ...sideBySide(drawing.children.flatMap(linesOf)),
    '</svg>',
    '',
  ].join('\n')
}

function parse(markup: string): Node {
  const root: Node = { tag: '', attributes: new Map(), children: [], text: '' }
  const open = [root]
  for (const [, end, tag, attributes = '', text] of markup.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1)!.text += text
    else if (end === '/') open.pop()
    else {
      const values = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(
        ([, name, value]) => [name!, value!] as const,
      )
      const node: Node = { tag: tag!, attributes: new Map(values), children: [], text: '' }
      open.at(-1)!.children.push(node)
      open.push(node)
    }
  }
  return root.children.find(({ tag }) => tag === 'svg') ?? root
}

function linesOf({ tag, attributes, children, text }: Node): string[] {
  if (attributes.get('data-export') === 'skip') return []
  if (tag === 'clipPath') {
    return [`<clipPath id="${attributes.get('id')}">${children.flatMap(linesOf).join('')}</clipPath>`]
  }
  if (tag === 'g') {
    const lines = children.flatMap(linesOf)
    const opacity = attributes.get('opacity') ?? '1'
    return lines.length === 0 || opacity === '1' ? lines : [`<g opacity="${opacity}">`, ...lines, '</g>']
  }
  const seen = [...PLACES, ...STYLES].flatMap((name) => {
    const value = attributes.get(name)
    // Texts have a halo of the paper's colour.
    const isHalo = tag === 'text' && name.startsWith('stroke')
    if (value === undefined || value === INITIAL[name] || isHalo) return []
    return [`${name}="${PLACES.includes(name) ? inPixels(value) : value}"`]
  })
  const start = [tag, ...seen].join(' ')
  return [text === '' ? `<${start}/>` : `<${start}>${text}</${tag}>`]
}

const inPixels = (value: string): string =>
  value.replace(/-?\d*\.?\d+(e[-+]?\d+)?/g, (number) => String(Math.round(Number(number)) + 0))

function sideBySide(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (const line of lines) {
    const before = joined.at(-1) ?? ''
    const fits = before.startsWith('<circle') && line.startsWith('<circle')
    if (fits && before.length + line.length < MAX_LINE) joined[joined.length - 1] = before + line
    else joined.push(line)
  }
  return joined
}
