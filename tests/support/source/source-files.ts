import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import project from '../../../package.json' with { type: 'json' }

/** `target` is a file of ours, from the project's folder; `name` is a package (`hono`, `@scope/name`, `node:fs`). */
export type Import = { specifier: string; typeOnly: boolean } & ({ target: string } | { name: string })

/** `path` is from the project's folder. `calls` are `receiver.method` of every call of a method. */
export type SourceFile = { path: string; lines: number; imports: Import[]; calls: string[]; readsEnvironment: boolean }

const root = join(import.meta.dirname, '../../..')

/** Every TypeScript file of the server, the workers, the demo, the client and the web page. */
export function sourceFiles(): SourceFile[] {
  const paths = globSync(
    ['src', 'workers', 'demo', 'client', 'web/src'].flatMap(folder => [`${folder}/**/*.ts`, `${folder}/**/*.tsx`]),
    {
      cwd: root,
    },
  )
  return paths.sort().map(path => readSource(path, readFileSync(join(root, path), 'utf8')))
}

export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const file: SourceFile = {
    path,
    lines: text.trimEnd().split('\n').length,
    imports: [],
    calls: [],
    readsEnvironment: false,
  }
  const add = (source: ESTree.StringLiteral | null, kind: 'type' | 'value' | undefined) => {
    if (source)
      file.imports.push({ specifier: source.value, typeOnly: kind === 'type', ...resolve(path, source.value) })
  }
  new Visitor({
    ImportDeclaration(node) {
      add(node.source, node.importKind)
      if (!/^(node:)?process$/.test(node.source.value)) return
      file.readsEnvironment ||= node.specifiers.some(each => text.slice(each.start, each.end).startsWith('env'))
    },
    ExportNamedDeclaration: node => add(node.source, node.exportKind),
    ExportAllDeclaration: node => add(node.source, node.exportKind),
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source as ESTree.StringLiteral, 'value')
    },
    TSImportType: node => add(node.source, 'type'),
    CallExpression({ callee }) {
      if (callee.type !== 'MemberExpression') return
      file.calls.push(
        `${text.slice(callee.object.start, callee.object.end)}.${text.slice(callee.property.start, callee.property.end)}`,
      )
    },
    MemberExpression({ object, property }) {
      const name = property.type === 'Literal' ? property.value : 'name' in property && property.name
      file.readsEnvironment ||= isProcess(object) && name === 'env'
    },
    VariableDeclarator({ id, init }) {
      file.readsEnvironment ||= id.type === 'ObjectPattern' && init !== null && isProcess(init)
    },
  }).visit(program)
  return file
}

function isProcess(node: ESTree.Node): boolean {
  return node.type === 'Identifier' && node.name === 'process'
}

function resolve(from: string, specifier: string): { target: string } | { name: string } {
  if (specifier.startsWith('.')) return { target: existing(join(root, dirname(from), specifier)) }
  if (specifier.startsWith('#')) return { target: existing(join(root, shortName(specifier))) }
  if (specifier.startsWith('node:')) return { name: specifier }
  return { name: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') }
}

/** As Node does it: an exact name first, then the pattern with the longest beginning. */
function shortName(specifier: string): string {
  const names: Record<string, string> = project.imports
  const exact = names[specifier]
  if (exact) return exact
  const patterns = Object.keys(names).filter(name => name.endsWith('*') && specifier.startsWith(name.slice(0, -1)))
  const longest = patterns.sort((a, b) => b.length - a.length)[0]
  const place = longest && names[longest]
  return place ? place.replace('*', specifier.slice(longest.length - 1)) : specifier
}

function existing(path: string): string {
  return existsSync(path) ? relative(root, path) : `${relative(root, path)} (not there)`
}
