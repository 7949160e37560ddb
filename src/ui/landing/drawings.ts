/** A picture of each experiment's recorded result: one of those that its charts are held to, without its letters, which would be too small to read. */

const pictures = import.meta.glob<string>(
  [
    '../charts/kinds/pictures/memorized.svg',
    '../charts/kinds/pictures/scaling-capacity.svg',
    '../charts/kinds/pictures/double-descent-loss.svg',
    '../charts/kinds/pictures/membership-attack.svg',
    '../charts/kinds/pictures/text-memorized.svg',
    '../charts/kinds/pictures/precision-after-training.svg',
    '../charts/kinds/pictures/dynamics-shares.svg',
    '../charts/kinds/pictures/dynamics-bits.svg',
    '../charts/kinds/pictures/string-factors-entropy.svg',
    '../charts/kinds/pictures/sequence-speed.svg',
    '../charts/kinds/pictures/prefix-context-recall-7.svg',
    '../charts/kinds/pictures/families-bits.svg',
    '../charts/kinds/pictures/extraction-prefix.svg',
    '../charts/kinds/pictures/per-string-copies.svg',
    '../charts/kinds/pictures/recipe-knobs-side-by-side.svg',
    '../charts/kinds/pictures/calculator-calculator.svg',
  ],
  { eager: true, query: '?raw', import: 'default' },
)

/** Of an experiment by its id; where several are listed, the first. */
export function drawingOf(experiment: string): string {
  const name = experiment === 'capacity' ? 'memorized' : `${experiment}-`
  const found = Object.entries(pictures).find(([path]) => path.split('/').at(-1)?.startsWith(name))
  return found ? cropped(found[1]) : ''
}

/** The plot alone, by its place in all of them: letters, and the names beside it, are left out. */
function cropped(picture: string): string {
  const svg = picture.slice(picture.indexOf('<svg'))
  return svg
    .replace(/viewBox="[^"]*"/, 'viewBox="50 20 496 312"')
    .replace(/<text[^>]*>[^<]*(<tspan[^>]*>[^<]*<\/tspan>)*[^<]*<\/text>/g, '')
}
