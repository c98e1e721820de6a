import type { App } from '#app'
import { streams } from '#contract'
import { rows, sql } from '#database/statement'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import { people } from './people.ts'

/** Creates the accounts, complete except for a password: nobody can sign in to them yet. */
export function addPeople(app: App) {
  const list = people.map(person => ({
    website: '',
    isVerified: false,
    role: 'user',
    ...person,
    skeleton: skeletonOf(person.username),
    search: searchText(person.username, person.fullName),
  }))
  return app.engine.transact(async ({ em }) => {
    const made = await rows<{ id: string }>(
      em,
      sql`insert into users (username, skeleton, full_name, bio, pronouns, website, is_verified, role, search, email,
          verified_at, stage, created_at)
        select username, skeleton, "fullName", bio, pronouns, website, "isVerified", role, search, username || '@example.org',
          now() - days * interval '1 day', 'done', now() - days * interval '1 day'
        from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as person (username text, skeleton text, "fullName" text,
          bio text, pronouns text, website text, "isVerified" boolean, role text, search text, days int)
        returning id`,
    )
    const ids = made.map(one => one.id)
    await rows(
      em,
      sql`insert into log_head (user_id, stream)
        select id, stream from unnest(${ids}::uuid[]) as id cross join unnest(${[...streams]}::text[]) as stream`,
    )
  })
}
