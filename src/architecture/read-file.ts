/** What the rule needs to know of one file: what it refers to, whether it is a barrel, and how long its functions are. */
import { parseSync, Visitor } from 'vite'

type Visits = ConstructorParameters<typeof Visitor>[0]

export interface Reference {
  /** As it is written; `a computed address` where it cannot be read. */
  readonly target: string
  readonly kind: 'code' | 'glob' | 'worker' | 'unreadable'
  /** Whether types alone are imported, of which nothing is left when the code runs. */
  readonly isType: boolean
}

interface SourceFile {
  readonly references: readonly Reference[]
  /** Whether it does nothing but pass on what others export. */
  readonly isBarrel: boolean
  /** All of them, those inside others too. */
  functions(): readonly MeasuredFunction[]
}

interface MeasuredFunction {
  readonly name: string
  readonly lines: number
}

const known = new Map<string, { readonly text: string; readonly file: SourceFile }>()

/** Each text is parsed once. @throws Error where the file cannot be parsed. */
export function readFile(path: string, text: string): SourceFile {
  const same = known.get(path)
  if (same?.text === text) return same.file
  const file = parseFile(path, text)
  known.set(path, { text, file })
  return file
}

function parseFile(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]!.message}`)
  const functions = () => {
    const { visits, found } = functionsOf(text)
    new Visitor(visits).visit(parsed.program)
    return found
  }
  // The syntax tree, which takes ten times as long to come as a list of imports, is asked for only where that list would not be whole.
  const { staticImports, staticExports } = parsed.module
  const passesOn = staticExports.some(({ entries }) => entries.some(({ moduleRequest }) => moduleRequest))
  if (!passesOn && !/\bimport\s*[(.]/.test(text)) {
    const references = staticImports.map(
      ({ start, moduleRequest }): Reference => ({
        target: moduleRequest.value,
        kind: 'code',
        isType: /^import\s+type\s+(?!from\b)/.test(text.slice(start, moduleRequest.start)),
      }),
    )
    return { references, functions, isBarrel: false }
  }
  const { body } = parsed.program
  const { visits, found } = referencesOf()
  new Visitor(visits).visit(parsed.program)
  return {
    references: found,
    functions,
    isBarrel:
      body.some((node) => node.type === 'ExportAllDeclaration') ||
      (body.length > 0 && body.every((node) => node.type === 'ExportNamedDeclaration' && node.source)),
  }
}

function referencesOf(): { readonly visits: Visits; readonly found: readonly Reference[] } {
  const found: Reference[] = []
  const add = (target: unknown, kind: Reference['kind'] = 'code', isType = false) =>
    found.push(
      typeof target === 'string'
        ? { target, kind, isType }
        : { target: 'a computed address', kind: 'unreadable', isType },
    )
  const visits: Visits = {
    ImportDeclaration: (node) => add(node.source.value, 'code', node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, 'code', node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value, 'code', node.exportKind === 'type')
    },
    ImportExpression: (node) => add(constantText(node.source)),
    TSImportType: (node) => add(node.source.value, 'code', true),
    NewExpression: (node) => {
      const [address, base] = node.arguments
      if (
        !isNamed(node.callee, 'URL') ||
        base?.type !== 'MemberExpression' ||
        base.object.type !== 'MetaProperty'
      )
        return
      const target = address && constantText(address)
      // Other addresses are of built files, or computed for a fetch: no code comes in by them.
      if (target?.endsWith('.worker.ts')) add(target, 'worker')
    },
    CallExpression: ({ callee, arguments: [patterns] }) => {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'MetaProperty' || !patterns) return
      if (!isNamed(callee.property, 'glob')) return
      const list = patterns.type === 'ArrayExpression' ? patterns.elements : [patterns]
      for (const element of list) {
        const pattern = element ? constantText(element) : undefined
        if (!pattern?.startsWith('!')) add(pattern, 'glob')
      }
    },
  }
  return { visits, found }
}

/** By the name that they are given; from their first line to their last. */
function functionsOf(text: string): { readonly visits: Visits; readonly found: readonly MeasuredFunction[] } {
  const names = new Map<number, string>()
  const found: { name: string; lines: number }[] = []
  const name = (key: SyntaxNode, value: (SyntaxNode & { readonly start: number }) | null) => {
    if (value && 'name' in key && typeof key.name === 'string') names.set(value.start, key.name)
  }
  const add = (node: { readonly start: number; readonly end: number }, own?: string) =>
    found.push({
      name: own ?? names.get(node.start) ?? 'a function without a name',
      lines: text.slice(node.start, node.end).split('\n').length,
    })
  const visits: Visits = {
    VariableDeclarator: ({ id, init }) => name(id, init),
    Property: ({ key, value }) => name(key, value),
    PropertyDefinition: ({ key, value }) => name(key, value),
    MethodDefinition: ({ key, value }) => name(key, value),
    FunctionDeclaration: (node) => add(node, node.id?.name),
    FunctionExpression: (node) => add(node, node.id?.name),
    ArrowFunctionExpression: (node) => add(node),
  }
  return { visits, found }
}

interface SyntaxNode {
  readonly type: string
}

const isNamed = (node: SyntaxNode, name: string): boolean => 'name' in node && node.name === name

/** The text of a literal, or of a template without holes. */
function constantText(node: SyntaxNode): string | undefined {
  if ('value' in node && typeof node.value === 'string') return node.value
  if (!('quasis' in node && Array.isArray(node.quasis) && node.quasis.length === 1)) return undefined
  return node.quasis[0].value.cooked
}
