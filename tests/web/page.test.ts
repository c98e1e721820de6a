import { describe, expect, it } from 'vitest'
import { type Page, withFirstPage, withNextPage } from '../../web/src/state/page.ts'

/** `cba` is a list of three; the end of the list is told by a point. */
const page = (text: string): Page<{ id: string }> => ({
  items: [...text.replace('.', '')].map(id => ({ id })),
  nextCursor: text.endsWith('.') ? null : `after ${text.at(-1)}`,
})
const written = ({ items, nextCursor }: Page<{ id: string }>) => [items.map(each => each.id).join(''), nextCursor]

describe('a list whose first page is read again', () => {
  it.each([
    ['takes the page where nothing was known', null, 'fed', 'fed', 'after d'],
    ['keeps what stands below a page that reaches it', 'cba', 'edc', 'edcba', 'after a'],
    ['keeps its place where nothing is new', 'cba', 'cb', 'cba', 'after a'],
    ['goes on from a page that does not reach what was known', 'cba', 'fed', 'fed', 'after d'],
    ['goes on from a page that meets only what came before a hole', 'fcba', 'fed', 'fed', 'after d'],
    ['leaves out what the page no longer has', 'dcba', 'ec', 'ecba', 'after a'],
    ['is the page alone where that is the whole list', 'dcba', 'da.', 'da', null],
    ['is empty where the page is', 'dcba', '.', '', null],
    ['still knows that it had come to its end', 'cba.', 'edc', 'edcba', null],
  ])('%s', (_, known, first, items, nextCursor) => {
    expect(written(withFirstPage(known === null ? null : page(known), page(first)))).toEqual([items, nextCursor])
  })
})

describe('a list with its next page', () => {
  it.each([
    ['goes on', 'fed', 'after d', 'cba', 'fedcba', 'after a'],
    ['holds each thing once', 'fed', 'after d', 'dc.', 'fedc', null],
    ['takes no page that was asked for before it began again', 'hgf', 'after d', 'cba', 'hgf', 'after f'],
  ])('%s', (_, known, cursor, next, items, nextCursor) => {
    expect(written(withNextPage(page(known), cursor, page(next)))).toEqual([items, nextCursor])
  })
})
