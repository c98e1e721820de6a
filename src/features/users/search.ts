import { apart } from '#access/apart'
import { likeText } from '#access/names'
import { isLetterByLetter, searchable } from '#access/search'
import { boundedRead } from '#core/pipeline/bounded-read'
import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { skeletonOf } from '#domain/accounts/user-names'
import { viewPeople } from '#views/people'
import { present } from '#views/view'

/** How alike a name has to be: two letters that have changed places are forgiven from four letters on. */
const likeness = '0.35'
/** So many names of each sort are compared. */
const mostCompared = 1000

export const searchUsers = plain('users.search', async ({ q, limit }, ctx) => {
  const text = searchable(q)
  if (text === '') return { items: [], nextCursor: null }
  const starts = [`${likeText(text)}%`, `% ${likeText(text)}%`]
  const listed = sql`users.status = 'active' and users.stage = 'done'`
  const alike = sql`union (select id from users where ${listed} and ${text}::text <% search limit ${mostCompared})`
  const query = sql<{ id: string }>`with close as (
      select id from users where ${listed} and (username = ${text} or skeleton = ${skeletonOf(text)})
      union (select id from users where ${listed} and search like any(${starts}::text[]) limit ${mostCompared})
      ${isLetterByLetter(text) ? sql`` : alike}
    )
    select users.id from close join users using (id) where not ${apart(sql`${ctx.viewer.id}::uuid`, sql`users.id`)}
    order by username = ${text} desc, search like any(${starts}::text[]) desc, word_similarity(${text}, search) desc,
      follower_count desc, users.id limit ${limit}`
  const found = await boundedRead(ctx, em => rows(em, query), { 'pg_trgm.word_similarity_threshold': likeness })
  const ids = found.map(one => one.id)
  return { items: present(await viewPeople(ctx, ctx.viewer.id, ids)), nextCursor: null }
})
