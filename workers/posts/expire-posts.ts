import { restorableDays } from '#access/posts'
import { ago, db, literal } from '#database'
import { removePost } from '#domain/posts/remove-post'
import { job } from '../job.ts'

/** Each takes with it what others wrote and liked there. */
const maxAtOnce = 10
/** Seconds until deleted posts are looked through again; sooner if one transaction could not take all. */
const pause = 600

export const expirePosts = job('posts.expire', {
  async handle(_, ctx) {
    // One that is being restored at this moment is passed over. Authors are not locked: no count of theirs moves.
    const expired = await db(ctx.em)
      .selectFrom('Post')
      .select(['id', 'authorId', 'status', 'version'])
      .where('status', '=', literal('deleted'))
      .where('deletedAt', '<=', ago(`${restorableDays} days`))
      .orderBy('id')
      .limit(maxAtOnce)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const post of expired) await removePost(ctx, post)
    ctx.enqueue('posts.expire', {}, { inSeconds: expired.length === maxAtOnce ? 1 : pause })
  },
})
