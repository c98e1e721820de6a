type Page<T> = { items: T[]; nextCursor: string | null }

/** All pages of a list, from the first to the one without a next. */
export async function allPages<T>(ask: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<T[][]> {
  const pages: T[][] = []
  for (let cursor: { cursor?: string } = {}; ; ) {
    const { items, nextCursor } = await ask(cursor)
    pages.push(items)
    if (nextCursor === null) return pages
    cursor = { cursor: nextCursor }
  }
}
