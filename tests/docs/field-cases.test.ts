import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isThere, testsIn } from '#support/source/named-tests'

const page = readFileSync('docs/field-cases.md', 'utf8')
const rows = [...page.matchAll(/^\| (?!tried|---)(.+?) \| .+? \| (.+) \|$/gm)].map(([, tried = '', cell = '']) => ({
  tried,
  cell,
}))

it('docs/field-cases.md has a row for each fault that users report', () => {
  expect(rows).toHaveLength(49)
})

it.each(rows)('the tests of this row of docs/field-cases.md exist: $tried', ({ cell }) => {
  const named = testsIn(cell)
  expect(named).not.toEqual([])
  expect(named.filter(one => !isThere(one))).toEqual([])
})
