import type { EntityManager } from '@mikro-orm/postgresql'
import { likeText } from '#access/search'
import { networkOf } from '#auth/network'
import { tagOf } from '#contract/text-entities'
import { boundedRead } from '#core/pipeline/bounded-read'
import { plain } from '#core/pipeline/handler'
import { columnsOf, db, literal, type SqlBool, sql } from '#database'
import { viewHashtags } from '#views/hashtags'

const minSimilarity = '0.35'
/** Of the most used hashtags, this many are compared with the text: a letter or two begin very many. */
const maxPopular = 5000
/** Hashtags of each other kind that are compared. */
const maxCompared = 1000

export const searchHashtags = plain('hashtags.search', async function searchHashtags({ q, limit }, ctx) {
  const text = tagOf(q.trim().replace(/^[#﹟＃]/, ''))
  if (text === '') return { items: [], nextCursor: null }
  const viewer = { id: ctx.viewer?.id ?? networkOf(ctx.from.ip) }
  const found = await boundedRead({ em: ctx.em, viewer }, em => findTags(em, text, limit), {
    'pg_trgm.similarity_threshold': minSimilarity,
  })
  const tags = found.map(({ tag }) => tag)
  return { items: await viewHashtags(ctx, ctx.viewer?.id ?? null, tags), nextCursor: null }
})

/** Hashtags with posts that begin with a text or are similar to it. */
function findTags(em: EntityManager, text: string, limit: number) {
  const tag = columnsOf('Hashtag', 'Hashtag')('tag')
  const pattern = `${likeText(text)}%`
  const begins = sql<SqlBool>`${tag} like ${pattern}`
  const used = db(em).selectFrom('Hashtag').select('Hashtag.tag').where('Hashtag.postCount', '>', literal(0))
  const mostUsed = used.orderBy('Hashtag.postCount', 'desc').orderBy('Hashtag.tag', 'desc').limit(literal(maxPopular))
  const popular = db(em).selectFrom(mostUsed.as('most')).select('most.tag').where('most.tag', 'like', pattern)
  const begun = used.where(begins).limit(literal(maxCompared))
  const similar = used.where(sql<SqlBool>`${tag} % ${text}`).limit(literal(maxCompared))
  return db(em)
    .with('close', () => popular.union(eb => eb.parens(begun)).union(eb => eb.parens(similar)))
    .selectFrom('close')
    .innerJoin('Hashtag', 'Hashtag.tag', 'close.tag')
    .select('Hashtag.tag')
    .orderBy(eb => eb('Hashtag.tag', '=', text), 'desc')
    .orderBy(begins, 'desc')
    .orderBy('Hashtag.postCount', 'desc')
    .orderBy('Hashtag.tag')
    .limit(limit)
    .execute()
}
