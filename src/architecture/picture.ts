/**
 * The picture in docs/architecture.md: layers, the rooms inside them, and what really imports what. An arrow that others already imply is
 * left out: where a imports b and b imports c, a's own arrow to c would say nothing new.
 */
import { readFile } from './read-file'
import { ROOMS } from './rooms'
import { isTest, isTestSupport, layerOf, resolve, roomOf, type Sources } from './violations'

/** By node, what it imports. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>

const START = '<!-- picture: npm run picture -->'
const END = '<!-- end of picture -->'

/** The page with the picture as the sources are today. @throws RangeError where the page has no place for it. */
export function withPicture(page: string, sources: Sources): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)]
  if (start < 0 || end < start) throw new RangeError(`the page needs the lines ${START} and ${END}`)
  return `${page.slice(0, start + START.length)}\n\n\`\`\`mermaid\n${picture(sources)}\`\`\`\n\n${page.slice(end)}`
}

/** In Mermaid's language: an arrow points to what is imported, a dotted one to the layer whose worker is started. */
function picture(sources: Sources): string {
  const edges = importsOf(sources)
  const lines = [...edges.layers.keys()].toSorted().flatMap((layer) => {
    const rooms = edges.rooms.get(layer)
    if (!rooms) return [`  ${layer}`]
    // A room that stands alone has no arrow to be drawn by.
    const names = Object.keys(ROOMS[layer]!).filter((room) => room !== 'testing')
    return [
      `  subgraph ${layer}`,
      ...names.map((room) => `    ${layer}_${room}[${room}]`),
      ...arrows(rooms).map(([from, to]) => `    ${layer}_${from} --> ${layer}_${to}`),
      '  end',
    ]
  })
  return [
    'flowchart TB',
    ...lines,
    ...arrows(edges.layers).map(([from, to]) => `  ${from} --> ${to}`),
    ...[...edges.starts].toSorted().map((pair) => `  ${pair}`),
    '',
  ].join('\n')
}

function importsOf(sources: Sources) {
  const layers = new Map<string, Set<string>>()
  const rooms = new Map<string, Map<string, Set<string>>>()
  const starts = new Set<string>()
  for (const [path, text] of sources) {
    const layer = layerOf(path)
    if (layer === undefined || layer === 'whole' || isTest(path) || isTestSupport(path)) continue
    const room = roomOf(path, layer)
    if (room !== undefined)
      addTo(
        ensured(rooms, layer, () => new Map()),
        room,
      )
    addTo(layers, layer)
    if (!/\.tsx?$/.test(path)) continue
    for (const reference of readFile(path, text).references) {
      // A glob is how a registry finds plug-ins: whoever writes one imports the registry's room, not the other way round.
      if (reference.kind === 'glob') continue
      for (const target of resolve(path, reference, sources)) {
        const [file = ''] = target.split('?')
        const to = sources.has(file) ? layerOf(file) : undefined
        if (to === undefined) continue
        if (reference.kind === 'worker') {
          if (to !== layer) starts.add(`${layer} -.-> ${to}`)
        } else if (to !== layer) addTo(layers, layer, to)
        else if (room !== undefined) addTo(rooms.get(layer)!, room, roomOf(file, layer))
      }
    }
  }
  return { layers, rooms, starts }
}

function ensured<V>(map: Map<string, V>, key: string, empty: () => V): V {
  const known = map.get(key) ?? empty()
  map.set(key, known)
  return known
}

/** Both are nodes from then on, also where they import nothing. */
function addTo(graph: Map<string, Set<string>>, from: string, to?: string): void {
  const targets = ensured(graph, from, () => new Set())
  if (to === undefined || to === from) return
  targets.add(to)
  ensured(graph, to, () => new Set())
}

/** What is left when every arrow is taken out that a longer way implies, in order of the alphabet. */
function arrows(graph: Graph): [from: string, to: string][] {
  const known = new Map<string, ReadonlySet<string>>()
  /** Everything that it imports, also by way of others. */
  const reached = (from: string): ReadonlySet<string> => {
    const found = known.get(from) ?? new Set([...graph.get(from)!].flatMap((to) => [to, ...reached(to)]))
    known.set(from, found)
    return found
  }
  return [...graph]
    .flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => ![...targets].some((other) => reached(other).has(to)))
        .map((to): [string, string] => [from, to]),
    )
    .toSorted(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1))
}
