import type { EntityManager } from '@mikro-orm/postgresql'
import { paged } from '#core/pipeline/handler'
import { anyOf, columnsOf, db, sql } from '#database'
import { viewHashtags } from '#views/hashtags'

/** A cursor carries a UUID: that of a tag is the hash of its spelling. */
const idOfTag = sql<string>`md5(${columnsOf('HashtagFollow', 'HashtagFollow')('tag')})::uuid`

export const listFollowing = paged('hashtags.following', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(db(em).selectFrom(followed(em, viewer.id).as('followed')), 'followed.createdAt', 'followed.id'),

  async view(ids, ctx) {
    const found = await db(ctx.em)
      .selectFrom(followed(ctx.em, ctx.viewer.id).as('followed'))
      .select(['followed.id', 'followed.tag'])
      .where('followed.id', '=', anyOf(ids))
      .execute()
    const tags = new Map(found.map(({ id, tag }) => [id, tag]))
    return viewHashtags(
      ctx,
      ctx.viewer.id,
      ids.flatMap(id => tags.get(id) ?? []),
    )
  },
})

const followed = (em: EntityManager, viewerId: string) =>
  db(em)
    .selectFrom('HashtagFollow')
    .select(['HashtagFollow.tag', 'HashtagFollow.createdAt', idOfTag.as('id')])
    .where('HashtagFollow.userId', '=', viewerId)
