/**
 * Compiles the kernels of the GPU (`*.wesl`: WGSL with imports and conditions, https://wesl-lang.dev) for every build and test that
 * imports one. WESL is parsed here and nowhere else: what a build holds of a file is its text as a function of the conditions, and the
 * files that it imports. `src/kernels/kit/link.ts` puts files together; `docs/decisions/22-kernels-in-wesl.md` says why.
 */

import type { Plugin } from 'vite'
import {
  type AbstractElem,
  type AttributeElem,
  childElems,
  type ImportElem,
  parseSrcModule,
  type SyntheticElem,
  throwOnParseError,
} from 'wesl/core'

export function gpuKernels(): Plugin {
  return {
    name: 'gpu-kernels',
    transform: (source, id) => (id.endsWith('.wesl') ? { code: compile(source, id), map: null } : undefined),
  }
}

/**
 * @returns JavaScript whose default export is the file as a `WeslModule` of `src/kernels/kit/link.ts`.
 * @throws Error with the place where the source is not WESL, or has an import that is not `import super::file::name;`.
 */
function compile(source: string, path: string): string {
  const ast = parseSrcModule({ modulePath: path, debugFilePath: path, src: source })
  throwOnParseError(ast)
  const names = new Set<string>()
  const imports: { readonly file: string; readonly condition: string }[] = []

  /** The source of `parent` from `from` to `to` as the inside of a template literal, in which conditions are holes. */
  function template(parent: AbstractElem, from: number, to: number): string {
    let text = ''
    let at = from
    let failed: string[] = []
    for (const child of childElems(parent).filter(isWritten)) {
      if (child.start < from) continue
      if (child.start < at) throw new Error(`${path}: the ${child.kind} at ${child.start} is out of order`)
      text += plain(source.slice(at, child.start))
      at = child.end
      const attribute = conditionalOf(child)
      if (attribute?.attribute.kind === '@if') failed = []
      const asked = attribute ? expressionOf(source.slice(attribute.start, attribute.end), names) : 'true'
      const condition = [...(attribute ? failed : []), asked].join(' && ')
      failed.push(`!(${asked})`)
      if (child.kind === 'import') {
        imports.push({ file: fileOf(child, path), condition })
      } else if (attribute) {
        // The comma or semicolon that ends it goes with it.
        at += /^\s*[,;]?/.exec(source.slice(at))![0].length
        text += `\${${condition} ? \`${template(child, attribute.end, at)}\` : ''}`
      } else {
        text += template(child, child.start, at)
      }
    }
    return text + plain(source.slice(at, to))
  }

  const text = template(ast.moduleElem, 0, source.length)
  return [
    ...imports.map(({ file }, i) => `import file${i} from '${file}'`),
    'export default {',
    `  conditions: ${JSON.stringify([...names])},`,
    `  imports: (is) => [${imports.map(({ condition }, i) => `...(${condition} ? [file${i}] : [])`)}],`,
    `  text: (is) => \`${text}\`,`,
    '}',
  ].join('\n')
}

/** Not made by a plugin of the package. */
const isWritten = (element: AbstractElem): element is Exclude<AbstractElem, SyntheticElem> =>
  element.kind !== 'synthetic'

/** The `@if`, `@elif` or `@else` of an element, which stands before its other attributes. */
function conditionalOf(element: AbstractElem): AttributeElem | undefined {
  const [first] = 'attributes' in element ? (element.attributes ?? []) : []
  return first && ['@if', '@elif', '@else'].includes(first.attribute.kind) ? first : undefined
}

/** `@if(A && !B)` → `(is.A && !is.B)`, `@else` → `true`. @param names gains the names of what is asked. */
function expressionOf(attribute: string, names: Set<string>): string {
  const asked = /\(.*\)$/s.exec(attribute)?.[0] ?? 'true'
  return asked.replace(/\b(?!true\b|false\b)[A-Za-z_]\w*/g, (name) => {
    names.add(name)
    return `is.${name}`
  })
}

/** Without comments and empty lines. */
const plain = (text: string): string => text.replace(/\/\/.*$/gm, '').replace(/\n\s*\n/g, '\n')

/** `import super::super::kit::mix32::mix32;` → `./../kit/mix32.wesl`: the last name, or those in braces, are what the file declares. */
function fileOf({ imports }: ImportElem, path: string): string {
  const [first, ...rest] = imports.segments.map(({ name }) => name)
  const { finalSegment: last } = imports
  const isPlain = last.kind === 'import-item' || last.subtrees.every(({ segments }) => segments.length === 0)
  if (first !== 'super' || !isPlain)
    throw new Error(`${path}: imports have the form import super::file::{name, name};`)
  return `./${rest.map((name) => (name === 'super' ? '..' : name)).join('/')}.wesl`
}
