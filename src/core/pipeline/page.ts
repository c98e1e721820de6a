import { type SelectQueryBuilder, type SqlBool, type StringReference, sql } from 'kysely'

/** The place of an item in a list: its time and its id; in a list of several parts also which of them, from 0. */
export type Place = { at: Date; id: string; part?: number }

/** Where the first page of a list begins, above every item: where all pages are one compiled query. */
export const top: Place = { at: new Date(Date.UTC(9999, 0)), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** The page that a caller asks for. */
export type Page = {
  /** The last item of the page before; undefined for the first page. */
  place: Place | undefined
  limit: number
  /** Finds the places of this page, and one more to know whether another page follows. */
  newestFirst: FindPlaces
  oldestFirst: FindPlaces
  /** The same of lists that follow one another, newest first; later ones are read only where the page reaches them. */
  inParts(parts: readonly ((newestFirst: FindPlaces) => Promise<Place[]>)[]): Promise<Place[]>
}

/** `at` and `id` are the columns that order the list. */
type FindPlaces = <DB, Tables extends keyof DB>(
  query: SelectQueryBuilder<DB, Tables, object>,
  at: StringReference<DB, Tables>,
  id: StringReference<DB, Tables>,
) => Promise<Place[]>

export function pageOf({ cursor, limit }: { cursor?: string | undefined; limit: number }): Page {
  const place = placeOf(cursor)
  return {
    place,
    limit,
    newestFirst: finder(place, limit, 'desc'),
    oldestFirst: finder(place, limit, 'asc'),
    async inParts(parts) {
      const found: Place[] = []
      for (const [part, find] of parts.entries()) {
        const from = place?.part ?? 0
        if (part < from || found.length > limit) continue
        const places = await find(finder(part === from ? place : undefined, limit - found.length, 'desc'))
        found.push(...places.map(one => ({ ...one, part })))
      }
      return found
    },
  }
}

/** Cuts the one place too many off, and says where the next page begins. */
export function cutPage(found: readonly Place[], limit: number) {
  const places = found.slice(0, limit)
  const last = places.at(-1)
  const nextCursor = found.length > limit && last !== undefined ? cursorOf(last) : null
  return { ids: places.map(place => place.id), nextCursor }
}

const cursorOf = ({ at, id, part = 0 }: Place) => `${at.getTime()}_${id}${part > 0 ? `_${part}` : ''}`

function placeOf(cursor: string | undefined): Place | undefined {
  const [at, id, part = '0'] = cursor?.split('_') ?? []
  return at === undefined || id === undefined ? undefined : { at: new Date(Number(at)), id, part: Number(part) }
}

const finder =
  (place: Place | undefined, limit: number, order: 'asc' | 'desc'): FindPlaces =>
  (query, at, id) => {
    const isBeyond = order === 'desc' ? sql`<` : sql`>`
    return query
      .select(eb => [sql<Date>`${eb.ref(at)}`.as('at'), sql<string>`${eb.ref(id)}`.as('id')])
      .$if(place !== undefined, q =>
        q.where(
          eb =>
            sql<SqlBool>`(${eb.ref(at)}, ${eb.ref(id)}) ${isBeyond} (${place?.at}::timestamptz, ${place?.id}::uuid)`,
        ),
      )
      .orderBy(eb => eb.ref(at), order)
      .orderBy(eb => eb.ref(id), order)
      .limit(limit + 1)
      .execute() as unknown as Promise<Place[]>
  }
