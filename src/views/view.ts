import type { EntityManager } from '@mikro-orm/postgresql'
import type { Image } from '#contract'
import { sql } from '#database/statement'
import type { StoredImage } from '#entities'

/** What views need: the rows, and how addresses of photos are made. */
export type View = { em: EntityManager; imageUrl(image: StoredImage, isPrivate: boolean, reader?: 'moderator'): Image }

/** Pairs of a viewer and a thing, as a table `pair (viewer_id, id, ord)`: views answer many viewers at once. */
export const pairs = (list: readonly { viewerId: string; id: string }[]) => sql`unnest(
  ${list.map(pair => pair.viewerId)}::uuid[], ${list.map(pair => pair.id)}::uuid[]
) with ordinality as pair (viewer_id, id, ord)`

/** One viewer's things as pairs. */
export const seenBy = (viewerId: string, ids: readonly string[]) => ids.map(id => ({ viewerId, id }))

/** Answers in the order asked, null where nothing may be seen. */
export function inOrder<R extends { ord: string | number }, V>(
  length: number,
  found: readonly R[],
  view: (row: R) => V,
) {
  const list = new Array<V | null>(length).fill(null)
  for (const row of found) list[Number(row.ord) - 1] = view(row)
  return list
}

export const present = <V>(list: readonly (V | null)[]) => list.filter(one => one !== null)
