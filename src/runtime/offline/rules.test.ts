import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerFor, isGone, isOfBuild, isPlateau } from './rules'

const FOLDER = 'https://lab.example/plateau/'
const FILES = ['assets/index-A.js', 'assets/index-B.css', 'icon.svg']

describe('what the worker answers for', () => {
  it.each([
    ['the page', '', true, 'page'],
    ['the page with a query', '?from=chat', true, 'page'],
    ['the page by its file', 'index.html', true, 'page'],
    ['a file with a hash', 'assets/index-A.js', false, 'hashed'],
    ['one of another build', 'assets/index-Z.js', false, 'hashed'],
    ['a file without one', 'icon.svg', false, 'named'],
  ])('%s', (_, path, isNavigation, answer) => {
    expect(answerFor(FOLDER + path, isNavigation, FOLDER, FILES)).toBe(answer)
  })

  it.each([
    ['other pages in its folder', `${FOLDER}other/`, true],
    ['files of the build that are opened as pages', `${FOLDER}icon.svg`, true],
    ['files that it does not know', `${FOLDER}logo.svg`, false],
    ['a class', `${FOLDER}room/?EIO=4&transport=polling`, false],
    ['other folders', 'https://lab.example/assets/index-A.js', false],
    ['other origins', 'https://elsewhere.example/plateau/icon.svg', false],
  ])('not %s', (_, url, isNavigation) => {
    expect(answerFor(url, isNavigation, FOLDER, FILES)).toBeUndefined()
  })
})

describe('whose page it is', () => {
  const source = readFileSync('index.html', 'utf8')
  const built = (script: string) =>
    `${source}<script type="module" src="./assets/${script}"></script><link href="./assets/index-B.css">`

  it('is known by its own index.html', () => {
    expect(isPlateau(source)).toBe(true)
    expect(isPlateau(source.replace('content="Plateau"', 'content="Another"'))).toBe(false)
    expect(isPlateau('<h1>Another project</h1>')).toBe(false)
  })

  it('is of a build that has all that it names', () => {
    expect(isOfBuild(built('index-A.js'), FILES)).toBe(true)
    expect(isOfBuild(built('index-Z.js'), FILES)).toBe(false)
    expect(isOfBuild(source, FILES)).toBe(false)
    expect(isOfBuild('<script src="./assets/index-A.js"></script>', FILES)).toBe(false)
  })
})

it('is gone where there is no script, or a page in its place, and not where a server is down', () => {
  expect(isGone(404, 'text/html')).toBe(true)
  expect(isGone(410, null)).toBe(true)
  expect(isGone(200, 'text/html; charset=utf-8')).toBe(true)
  expect(isGone(200, 'text/javascript; charset=utf-8')).toBe(false)
  expect(isGone(200, 'application/javascript')).toBe(false)
  expect(isGone(502, 'text/html')).toBe(false)
})
