import type { EntityManager } from '@mikro-orm/postgresql'
import { isLetterByLetter, likeText, searchable } from '#access/search'
import { isBlocked } from '#access/users'
import { boundedRead } from '#core/pipeline/bounded-read'
import { plain } from '#core/pipeline/handler'
import { columnsOf, db, literal, type SqlBool, sql } from '#database'
import { skeletonOf } from '#domain/accounts/user-names'
import { viewPeople } from '#views/people'
import { present } from '#views/view'

/** How alike a name must be: two letters that have changed places are forgiven from four letters on. */
const minSimilarity = '0.35'
/** Names of each kind that are compared. */
const maxCompared = 1000

export const searchUsers = plain('users.search', async function searchUsers({ q, limit }, ctx) {
  const text = searchable(q)
  if (text === '') return { items: [], nextCursor: null }
  const found = await boundedRead(ctx, em => findUsers(em, ctx.viewer.id, text, limit), {
    'pg_trgm.word_similarity_threshold': minSimilarity,
  })
  const people = await viewPeople(
    ctx,
    ctx.viewer.id,
    found.map(user => user.id),
  )
  return { items: present(people), nextCursor: null }
})

/** Accounts with this name or one that looks like it, or with a word that begins with the text or is similar to it. */
function findUsers(em: EntityManager, viewerId: string, text: string, limit: number) {
  const user = columnsOf('User', 'User')
  const starts = [`${likeText(text)}%`, `% ${likeText(text)}%`]
  const startsAlike = sql<SqlBool>`${user('search')} like any(${starts}::text[])`
  const listed = db(em)
    .selectFrom('User')
    .select('User.id')
    .where('User.status', '=', literal('active'))
    .where('User.stage', '=', literal('done'))
  const named = listed.where(eb => eb.or([eb('User.username', '=', text), eb('User.skeleton', '=', skeletonOf(text))]))
  const begun = listed.where(startsAlike).limit(literal(maxCompared))
  const similar = listed.where(sql<SqlBool>`${text}::text <% ${user('search')}`).limit(literal(maxCompared))

  return db(em)
    .with('close', () =>
      named.union(eb => eb.parens(begun)).$if(!isLetterByLetter(text), close => close.union(eb => eb.parens(similar))),
    )
    .selectFrom('close')
    .innerJoin('User', 'User.id', 'close.id')
    .select('User.id')
    .where(eb => eb.not(isBlocked(viewerId, eb.ref('User.id'))))
    .orderBy(eb => eb('User.username', '=', text), 'desc')
    .orderBy(startsAlike, 'desc')
    .orderBy(sql`word_similarity(${text}, ${user('search')})`, 'desc')
    .orderBy('User.followerCount', 'desc')
    .orderBy('User.id')
    .limit(limit)
    .execute()
}
