/**
 * Sources and documents cite sections of our own documents (`science.md §4`): each of them has to be there. Sections of papers are cited with the
 * paper's name and no file, and are not looked at.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDERS = ['src', 'docs', 'bench', 'e2e']
const TEXTS = /\.(ts|tsx|mdx|md|as|wgsl|mjs)$/
/** `architecture.md`, `Science.md §4`, `science.md §4 and §5`, `oracle/README.md §2.1`: a file, and sections of it if any. */
const CITATION = /([\w/-]+\.md)((?:[’']s)?(?:,? (?:and )?§\d+(?:\.\d+)*)*)/gi
const PAGES = ['science.md', 'architecture.md', 'tuning.md', 'reproduction.md']

type Files = ReadonlyMap<string, string>

/** What is cited and not there, one sentence each. @param documents by their paths under docs/, in lower case. */
function missing(files: Files, documents: Files): string[] {
  return [...files].flatMap(([path, text]) =>
    [...text.matchAll(CITATION)].flatMap(([, page, cited]) => {
      const name = page!.toLowerCase()
      const sections = [...cited!.matchAll(/§(\d+(?:\.\d+)*)/g)].map(([, section]) => section!)
      if (sections.length === 0 && !PAGES.includes(name)) return []
      const document = documents.get(name)
      if (document === undefined) return [`${path} cites ${name}, which is not in docs/`]
      const headings = [...document.matchAll(/^#+ (\d+(?:\.\d+)*)[. ]/gm)].map(([, section]) => section!)
      return sections
        .filter((section) => !headings.includes(section))
        .map((section) => `${path} cites ${name} §${section}, which is not there`)
    }),
  )
}

function filesIn(folder: string): Files {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => TEXTS.test(name))
      .map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

it('every section that is cited exists', () => {
  const documents = new Map([...filesIn('docs')].map(([name, text]) => [name.toLowerCase(), text]))
  const own = 'citations.test.ts'
  const files = FOLDERS.flatMap((folder) =>
    [...filesIn(folder)].map(([name, text]): [string, string] => [`${folder}/${name}`, text]),
  ).filter(([path]) => !path.endsWith(own))
  expect(missing(new Map(files), documents)).toEqual([])
  const cited = files.filter(([, text]) => text.includes('science.md §'))
  expect(cited.length).toBeGreaterThan(20)
})

describe('a citation', () => {
  const documents = new Map([
    ['science.md', '# Science\n\n## 1. Definitions\n\n### 1.2 Bits\n\n## 4. Models\n'],
  ])
  const of = (text: string) => missing(new Map([['src/a.ts', text]]), documents)

  it('may name a section that is there, several, or a part of one', () => {
    expect(of('as science.md §1 says; Science.md §4’s recipe; science.md §1.2, §4 and §1')).toEqual([])
    expect(of('the page science.md; §9 of Morris et al.; README.md')).toEqual([])
  })

  it('fails where the section or the page is not there', () => {
    expect(of('science.md §2')).toEqual(['src/a.ts cites science.md §2, which is not there'])
    expect(of('science.md §4 and §5')).toEqual(['src/a.ts cites science.md §5, which is not there'])
    expect(of('(architecture.md §4)')).toEqual(['src/a.ts cites architecture.md, which is not in docs/'])
    expect(of('see architecture.md')).toHaveLength(1)
    expect(of('science.md §1.3')).toHaveLength(1)
  })
})
