/**
 * What keeps the unit tests fast: none of them loads tf.js, the compiled kernels or Playwright, by whatever way, or starts a process. A test that does
 * is named `*.train.test.ts`, and one that needs a browser's WebGPU `*.gpu.test.ts`.
 */
import { type Reference, readFile } from './read-file'
import { resolve, type Sources } from './violations'

const isUnitTest = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) && !/\.(train|gpu)\.test\.ts$/.test(path)

/** Seconds of loading or compiling, whoever imports them. */
const isHeavy = (target: string): boolean =>
  /^npm:(@tensorflow\/|virtual:processor-kernels$|playwright-core$)/.test(target) && !target.includes('?')

const isProcess = (target: string): boolean => /^npm:node:(child_process|worker_threads)$/.test(target)

/** @returns what is wrong, one sentence for each test, with the way that leads to what is heavy. */
export function slowUnitTests(sources: Sources): string[] {
  const known = new Map<string, readonly string[]>()
  /** What a file loads when it runs. */
  const loads = (path: string): readonly string[] => {
    const found = known.get(path) ?? loadedBy(path, sources)
    known.set(path, found)
    return found
  }
  return [...sources.keys()].filter(isUnitTest).flatMap((path) => {
    const way = wayTo(path, loads)
    return way ? [`${way.join(' → ')}: name the test ${path.replace(/\.test\./, '.train.test.')}`] : []
  })
}

function loadedBy(path: string, sources: Sources): string[] {
  const text = sources.get(path)
  if (text === undefined || !/\.tsx?$/.test(path)) return []
  const isLoaded = ({ isType, kind }: Reference) => !isType && (kind === 'code' || kind === 'glob')
  return readFile(path, text)
    .references.filter(isLoaded)
    .flatMap((reference) => resolve(path, reference, sources))
}

/** The shortest way from a test to what is heavy, if there is one. */
function wayTo(test: string, loads: (path: string) => readonly string[]): string[] | undefined {
  const ways: string[][] = [[test]]
  const seen = new Set([test])
  for (const way of ways) {
    for (const target of loads(way.at(-1)!)) {
      if (isHeavy(target) || (way.length === 1 && isProcess(target)))
        return [...way, target.slice('npm:'.length)]
      if (seen.has(target)) continue
      seen.add(target)
      ways.push([...way, target])
    }
  }
  return undefined
}
