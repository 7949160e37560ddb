/**
 * What documents for contributors name has to be there: files and folders in backticks, targets of links, functions in the tables of
 * docs/architecture.md (`| function | file | …`), and npm scripts. What the README lists has to be whole: options, experiments.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { experiments } from '@/core/sweep/experiments'
import { HELP } from './cli/options'

type Files = ReadonlyMap<string, string>

const FOLDERS = ['src', 'docs', 'bench', 'e2e', 'bin', 'public', 'tsconfig']

/** A path with an ending that files here have, or a folder with its slash; not a pattern such as `families/<id>/`. */
const PATH = /^[\w@.-]+(?:\/[\w@.-]+)*(?:\/|\.(?:tsx?|mjs|json|md|mdx|wesl|as|css|py))$/

/** @returns what is named and not there, one sentence each. @param scripts of package.json. */
function missing(files: Files, documents: Files, scripts: readonly string[]): string[] {
  const paths = [...files.keys()].map((path) => `/${path}`)
  const exists = (named: string) =>
    paths.some((path) => (named.endsWith('/') ? path.includes(`/${named}`) : path.endsWith(`/${named}`)))
  return [...documents].flatMap(([page, text]) => {
    const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside!)
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target]) =>
      posix.join(posix.dirname(page), target!),
    )
    const rows = [...text.matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm)]
    const isThere = (link: string) => files.has(link) || paths.some((path) => path.startsWith(`/${link}/`))
    return [
      ...code.filter((named) => PATH.test(named) && !exists(named)).map((named) => `${page} names ${named}`),
      ...links.filter((link) => !isThere(link)).map((link) => `${page} links to ${link}`),
      ...rows
        .filter(([, name, file]) => !new RegExp(`\\b${name}\\b`).test(files.get(`src/${file}`) ?? ''))
        .map(([, name, file]) => `${page} names ${name} in ${file}`),
      ...[...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:]*)/g)]
        .filter(([, script]) => !scripts.includes(script!))
        .map(([, script]) => `${page} names the script ${script}`),
    ]
  })
}

function readFiles(): Files {
  const inside = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name)),
  )
  const beside = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
  return new Map([...beside, ...inside].map((path) => [path, readFileSync(path, 'utf8')]))
}

it('names nothing that is not there', () => {
  const files = readFiles()
  const documents = new Map(
    [...files].filter(
      ([path]) => path.endsWith('README.md') || ['CONTRIBUTING.md', 'docs/architecture.md'].includes(path),
    ),
  )
  const { scripts } = JSON.parse(files.get('package.json')!) as { scripts: Record<string, string> }
  expect(documents.size).toBeGreaterThan(20)
  expect(missing(files, documents, Object.keys(scripts))).toEqual([])
})

it('lists in the README the options that the command line has', () => {
  const listed = [...readFileSync('README.md', 'utf8').matchAll(/^\| `(--[a-z]+)/gm)].map(([, flag]) => flag)
  const offered = [...HELP.matchAll(/^ +(?:-h, )?(--[a-z]+)/gm)].map(([, flag]) => flag)
  expect(offered.length).toBeGreaterThan(8)
  expect([...new Set([...listed, '--help'])].toSorted()).toEqual([...new Set(offered)].toSorted())
})

it('lists every experiment in the README', () => {
  const listed = [...readFileSync('README.md', 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id)
  expect([...experiments.keys()].filter((id) => !listed.includes(id))).toEqual([])
})

describe('a document', () => {
  const files = new Map([
    ['src/core/runs/run.ts', 'export const joinRuns = 1'],
    ['docs/science.md', ''],
  ])
  const of = (text: string) => missing(files, new Map([['docs/a.md', text]]), ['check'])

  it('may name files, folders, functions and scripts that are there, and patterns', () => {
    const text =
      '`core/runs/`, `run.ts`, `families/<id>/spec.ts`, [it](science.md#bits), `npm run check`, `e.g.`'
    expect(of(`${text}\n| \`joinRuns\` | \`core/runs/run.ts\` | joins |`)).toEqual([])
    expect(of('[room](../src/core), <https://example.org>, [paper](https://example.org)')).toEqual([])
  })

  it.each([
    ['`core/run.ts`', 'docs/a.md names core/run.ts'],
    ['`core/figures/`', 'docs/a.md names core/figures/'],
    ['[it](history.md)', 'docs/a.md links to docs/history.md'],
    ['| `split` | `core/runs/run.ts` | splits |', 'docs/a.md names split in core/runs/run.ts'],
    ['`npm run publish -- --now`', 'docs/a.md names the script publish'],
  ])('fails where %s is not there', (text, sentence) => {
    expect(of(text)).toEqual([sentence])
  })
})
