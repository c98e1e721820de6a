import { rows, sql } from '#database/statement'
import { searchText } from '#domain/users/search-text'
import { job } from '../job.ts'

/** So many people are looked at in one go. */
const most = 1000

const beforeAll = '00000000-0000-0000-0000-000000000000'

type Named = { id: string; username: string | null; fullName: string; search: string }

/**
 * Writes names as they are looked for now, where they were written otherwise: once through everybody, in the order of their
 * ids, some at a time. Whoever changes a name meanwhile writes it themselves.
 */
export const indexNames = job('names.index', {
  async handle({ after }, ctx) {
    const people = await rows<Named>(
      ctx.em,
      sql`select id, username, full_name as "fullName", search from users
        where id > ${after ?? beforeAll} order by id limit ${most}`,
    )
    const changed = people
      .map(one => ({ ...one, wanted: one.username === null ? one.search : searchText(one.username, one.fullName) }))
      .filter(({ search, wanted }) => search !== wanted)
    if (changed.length > 0) {
      await rows(
        ctx.em,
        sql`with named as (
            select users.id, wanted.search from unnest(${changed.map(({ id }) => id)}::uuid[],
              ${changed.map(({ wanted }) => wanted)}::text[], ${changed.map(({ search }) => search)}::text[])
              as wanted (id, search, before) join users on users.id = wanted.id and users.search = wanted.before
            order by users.id for no key update of users
          ) update users set search = named.search from named where users.id = named.id`,
      )
    }
    const last = people.length === most ? people.at(-1) : undefined
    if (last) ctx.enqueue('names.index', { after: last.id }, { inSeconds: 1 })
  },
})
