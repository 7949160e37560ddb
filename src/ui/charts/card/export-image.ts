/**
 * A chart as a file that needs nothing from the page: every style that counts is written into the drawing, on a paper of its own
 * with its title. The PNG is drawn from that SVG at three times its size.
 */

const NS = 'http://www.w3.org/2000/svg'
const SHAPE_STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'paint-order',
]
const TEXT_STYLES = [...SHAPE_STYLES, 'font-family', 'font-size', 'font-weight', 'text-anchor']
/** Styles of a gradient's stops. */
const STOP_STYLES = ['stop-color']
/** Groups need no other styles: their parts state their own. */
const GROUP_STYLES = ['opacity']
/** Initial values are left out, which makes the file four times smaller. */
const INITIAL: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  opacity: '1',
  'paint-order': 'normal',
  'stroke-linejoin': 'miter',
  'stroke-linecap': 'butt',
  'text-anchor': 'start',
}

const PADDING = 16
const TITLE_SIZE = 20
const PNG_SCALE = 3

interface Picture {
  readonly text: string
  readonly width: number
  readonly height: number
}

export function chartSvg(source: SVGSVGElement, title: string): Picture {
  const chart = source.cloneNode(true) as SVGSVGElement
  inlineStyles(source, chart)
  placePicture(source, chart)
  for (const part of chart.querySelectorAll('[data-export="skip"], title, desc')) part.remove()
  const { width, height } = source.getBoundingClientRect()
  const total = { width: width + 2 * PADDING, height: height + 2 * PADDING + TITLE_SIZE * 1.6 }
  const style = getComputedStyle(source)
  const sheet = element('svg', {
    xmlns: NS,
    width: total.width,
    height: total.height,
    viewBox: `0 0 ${total.width} ${total.height}`,
    role: 'img',
  })
  const name = element('title', {})
  name.textContent = title
  const paper = element('rect', {
    width: '100%',
    height: '100%',
    fill: style.getPropertyValue('--chart-paper').trim(),
  })
  const heading = element('text', {
    x: PADDING,
    y: PADDING + TITLE_SIZE,
    'font-size': TITLE_SIZE,
    'font-weight': 600,
    'font-family': style.fontFamily,
    fill: style.getPropertyValue('--chart-ink').trim(),
  })
  heading.textContent = title
  const body = element('g', { transform: `translate(${PADDING} ${PADDING + TITLE_SIZE * 1.6})` })
  chart.removeAttribute('class')
  chart.setAttribute('width', String(width))
  chart.setAttribute('height', String(height))
  body.append(chart)
  sheet.append(name, paper, heading, body)
  return { text: new XMLSerializer().serializeToString(sheet), ...total }
}

/** A canvas under the drawing comes into the file as an image, in the place that the drawing keeps free for it. */
function placePicture(source: SVGSVGElement, chart: SVGSVGElement): void {
  const place = chart.querySelector('[data-picture]')
  const canvas = source.parentElement?.querySelector('canvas')
  if (!place || !canvas) return
  const image = element('image', {
    href: enlarged(canvas).toDataURL('image/png'),
    preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated',
  })
  for (const name of ['x', 'y', 'width', 'height']) image.setAttribute(name, place.getAttribute(name) ?? '0')
  place.replaceWith(image)
}

/** Pixels of the enlarged picture along its longer side: cells stay sharp where a viewer smooths images. */
const PICTURE_PIXELS = 1200

function enlarged(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const times = Math.max(1, Math.floor(PICTURE_PIXELS / Math.max(canvas.width, canvas.height)))
  const large = document.createElement('canvas')
  large.width = canvas.width * times
  large.height = canvas.height * times
  const context = large.getContext('2d')
  if (!context) return canvas
  context.imageSmoothingEnabled = false
  context.drawImage(canvas, 0, 0, large.width, large.height)
  return large
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NS, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

function stylesOf(tag: string): readonly string[] {
  if (/^(text|tspan)$/.test(tag)) return TEXT_STYLES
  if (/^(path|line|rect|circle)$/.test(tag)) return SHAPE_STYLES
  return tag === 'stop' ? STOP_STYLES : GROUP_STYLES
}

/** Both trees have the same shape: one is a clone of the other. */
function inlineStyles(source: Element, copy: Element): void {
  const style = getComputedStyle(source)
  for (const property of stylesOf(source.tagName)) {
    const value = style.getPropertyValue(property)
    if (value !== '' && value !== INITIAL[property]) copy.setAttribute(property, value)
    else copy.removeAttribute(property)
  }
  copy.removeAttribute('style')
  copy.removeAttribute('class')
  copy.removeAttribute('tabindex')
  for (let i = 0; i < source.children.length; i++) inlineStyles(source.children[i]!, copy.children[i]!)
}

/** @throws Error where the browser refuses to draw the SVG. */
export async function chartPng(picture: Picture): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * PNG_SCALE)
    canvas.height = Math.round(picture.height * PNG_SCALE)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}
