import { readFileSync } from 'node:fs'

export type NamedTest = { file: string; name: string }

/** The tests that a cell of a table names, each as its file below `tests` and its title: `posts/like-post` “…”. */
export const testsIn = (cell: string): NamedTest[] =>
  [...cell.matchAll(/`([\w/-]+)` “(.+?)”/g)].map(([, file = '', name = '']) => ({ file, name }))

/** Whether a test, or a group of tests, has that title. */
export function isThere({ file, name }: NamedTest): boolean {
  const text = readFileSync(`tests/${file}.test.ts`, 'utf8')
  return ["'", '"', '`'].some(quote => text.includes(quote + name + quote))
}
