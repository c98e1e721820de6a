export type Page<T> = { items: T[]; nextCursor: string | null }

/**
 * A list as it is after its first page has been read again. What stood below the end of that page stays. Where the page does
 * not reach what was known, there may be any number of things between: then the list goes on from the page.
 */
export function withFirstPage<T extends { id: string }>(known: Page<T> | null, page: Page<T>): Page<T> {
  const last = page.items.at(-1)
  if (!known || !last || page.nextCursor === null) return page
  const at = known.items.findIndex(each => each.id === last.id)
  if (at < 0) return page
  return { items: [...page.items, ...known.items.slice(at + 1)], nextCursor: known.nextCursor }
}

/** A list with its next page, unless it has become another since that was asked for. */
export function withNextPage<T extends { id: string }>(known: Page<T>, cursor: string, page: Page<T>): Page<T> {
  if (known.nextCursor !== cursor) return known
  const ids = new Set(known.items.map(each => each.id))
  return { items: [...known.items, ...page.items.filter(each => !ids.has(each.id))], nextCursor: page.nextCursor }
}
