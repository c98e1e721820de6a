export type Page<T> = { items: T[]; nextCursor: string | null }

/**
 * A list after reloading its first page. Items below that page are kept. If the page does not reach the known items, there
 * may be a gap, and the list continues from the page.
 */
export function withFirstPage<T extends { id: string }>(known: Page<T> | null, page: Page<T>): Page<T> {
  const last = page.items.at(-1)
  if (!known || !last || page.nextCursor === null) return page
  const at = known.items.findIndex(each => each.id === last.id)
  if (at < 0) return page
  return { items: [...page.items, ...known.items.slice(at + 1)], nextCursor: known.nextCursor }
}

/** A list with its next page appended, unless the list has changed since the page was requested. */
export function withNextPage<T extends { id: string }>(known: Page<T>, cursor: string, page: Page<T>): Page<T> {
  if (known.nextCursor !== cursor) return known
  const ids = new Set(known.items.map(each => each.id))
  return { items: [...known.items, ...page.items.filter(each => !ids.has(each.id))], nextCursor: page.nextCursor }
}
