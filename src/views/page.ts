import type { RawBuilder } from 'kysely'
import { rows, sql } from '#database/statement'
import type { View } from './view.ts'

/** A place in a list: the time and the id of the last item shown. */
export type Place = { at: string; id: string }

/** Reads a cursor as the contract lets it through; undefined if there is none. */
export function placeOf(cursor: string | undefined): Place | undefined {
  const [at, id] = cursor?.split('_') ?? []
  return at === undefined || id === undefined ? undefined : { at: new Date(Number(at)).toISOString(), id }
}

const writeCursor = ({ at, id }: Place) => `${new Date(at).getTime()}_${id}`

/** `and (at, id) < (…)` for the next page, or nothing for the first. */
export const after = (place: Place | undefined, at: string, id: string) =>
  place === undefined
    ? sql``
    : sql`and (${sql.ref(at)}, ${sql.ref(id)}) < (${place.at}::timestamptz, ${place.id}::uuid)`

/** The same for a list with the oldest first. */
export const before = (place: Place | undefined, at: string, id: string) =>
  place === undefined
    ? sql``
    : sql`and (${sql.ref(at)}, ${sql.ref(id)}) > (${place.at}::timestamptz, ${place.id}::uuid)`

/** Cuts a list that was asked for one more than its limit, and says where it goes on. */
const cut = (found: readonly Place[], limit: number) => {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last !== undefined ? writeCursor(last) : null }
}

/** Runs a query for places `(at, id)` and renders what was found, in order, leaving out what may not be seen. */
export const viewPage = async <V>(
  ctx: View,
  query: RawBuilder<Place>,
  limit: number,
  view: (ids: string[]) => Promise<(V | null)[]>,
) => viewPlaces(await rows(ctx.em, query), limit, view)

/** Renders a page of places of which one more than its limit was asked for. */
export async function viewPlaces<V>(
  found: readonly Place[],
  limit: number,
  view: (ids: string[]) => Promise<(V | null)[]>,
) {
  const { items, nextCursor } = cut(found, limit)
  const seen = await view(items.map(place => place.id))
  return { items: seen.filter(one => one !== null), nextCursor }
}
