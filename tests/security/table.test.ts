import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { isThere, testsIn } from '#support/source/named-tests'

type Row = { ids: string[]; cell: string }

const page = await readFile('docs/security.md', 'utf8')
const rows: Row[] = [...page.matchAll(/^\| ([AJIPSTU]\d+(?:–[AJIPSTU]\d+)?) +\| .*? \| (.*) \|$/gm)].map(
  ([, ids = '', cell = '']) => ({ ids: between(ids), cell }),
)
const known = { A: 28, J: 12, I: 21, P: 8 }
/** What has no test, since there is nothing yet to try it on. */
const notYet = ['I11']

/** `S8–S10` as S8, S9 and S10. */
function between(ids: string): string[] {
  const [from = '', to = from] = ids.split('–')
  const letter = from[0] as string
  const [first, last] = [Number(from.slice(1)), Number(to.slice(1))]
  return Array.from({ length: last - first + 1 }, (_, i) => `${letter}${first + i}`)
}

it('docs/security.md has one row for every case of accounts, tokens, ids and privacy', () => {
  const all = Object.entries(known).flatMap(([letter, last]) => between(`${letter}1–${letter}${last}`))
  const listed = rows.flatMap(({ ids }) => ids)
  expect(listed.filter(id => (id[0] as string) in known)).toEqual(all)
  expect(new Set(listed).size).toBe(listed.length)
})

it('every row of docs/security.md names its tests, except those that cannot be tested yet', () => {
  const without = rows.filter(({ cell }) => testsIn(cell).length === 0).flatMap(({ ids }) => ids)
  expect(without).toEqual(notYet)
})

describe.each(rows.flatMap(({ ids, cell }) => testsIn(cell).map(test => ({ id: ids.join(', '), ...test }))))(
  '$id of docs/security.md is tested in $file:',
  ({ file, name }) => {
    it(name, () => {
      expect([name, isThere({ file, name })]).toEqual([name, true])
    })
  },
)
