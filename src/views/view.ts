import type { EntityManager } from '@mikro-orm/postgresql'
import type { Image } from '#contract'
import { type Expression, sql } from '#database'
import type { StoredImage } from '#entities'

/** What views need: the rows, and how URLs of photos are made. */
export type View = { em: EntityManager; imageUrl(image: StoredImage, isPrivate: boolean, reader?: Reader): Image }
/** A reader for whom addresses of their own are made. */
export type Reader = 'moderator' | 'owner'

/** A thing, and whose view of it is wanted: views render for many viewers in one query. */
export type Seen = { viewerId: string; id: string }

/** One viewer's view of some things. */
export const seenBy = (viewerId: string, ids: readonly string[]): Seen[] => ids.map(id => ({ viewerId, id }))

/** The parameters of a compiled query that selects from `pairs`. */
export const pairTypes = { viewerIds: 'uuid[]', ids: 'uuid[]' } as const
export const pairsOf = (seen: readonly Seen[]) => ({
  viewerIds: seen.map(pair => pair.viewerId),
  ids: seen.map(pair => pair.id),
})

/** The pairs as a table `pair`; `ord` counts from 1. */
export const pairs = ({ viewerIds, ids }: { viewerIds: Expression<unknown>; ids: Expression<unknown> }) =>
  sql<Seen & { ord: number }>`unnest(${viewerIds}, ${ids}) with ordinality`.as<'pair'>(
    sql`pair("viewerId", "id", "ord")`,
  )

/** The views of rows in the order of their pairs, null where a pair has no row. */
export function inOrder<Row extends { ord: number }, V>(length: number, found: readonly Row[], view: (row: Row) => V) {
  const list = new Array<V | null>(length).fill(null)
  for (const row of found) list[row.ord - 1] = view(row)
  return list
}

export const present = <V>(list: readonly (V | null)[]) => list.filter(one => one !== null)

/** Views what rows refer to, each for its row's viewer. The function returned gives a row's view, null where there is none. */
export async function viewEach<Row extends { viewerId: string }, V>(
  rows: readonly Row[],
  refer: (row: Row) => string | null,
  view: (seen: Seen[]) => Promise<(V | null)[]>,
): Promise<(row: Row) => V | null> {
  const referring = rows.flatMap(row => {
    const id = refer(row)
    return id === null ? [] : [{ row, viewerId: row.viewerId, id }]
  })
  const views = await view(referring)
  const byRow = new Map(referring.map(({ row }, i) => [row, views[i] ?? null]))
  return row => byRow.get(row) ?? null
}
