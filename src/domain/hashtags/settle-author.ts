import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { lockUsers } from '#domain/users/lock-users'
import { settleTags } from './post-tags.sql.ts'

/** Posts of an account whose hashtags are settled in one transaction. */
const maxPosts = 500

/**
 * Takes the posts of an account out of the counts of their hashtags, or puts them back: as the account is, active and public
 * or not. Returns whether there may be more. It locks the account first.
 */
export async function settleAuthor({ em }: WriteContext, userId: string): Promise<boolean> {
  const [account] = await lockUsers(em, [userId])
  if (!account) return false
  const found = await findPosts(em, userId, account.status === 'active' && !account.isPrivate)
  if (found.length > 0)
    await settleTags(
      em,
      found.map(({ postId }) => postId),
    )
  return found.length === maxPosts
}

const findPosts = (em: EntityManager, userId: string, counts: boolean) =>
  db(em)
    .selectFrom('Post')
    .innerJoin('PostHashtag', 'PostHashtag.postId', 'Post.id')
    .select('PostHashtag.postId')
    .distinct()
    .where('Post.authorId', '=', userId)
    .where('Post.status', '=', 'published')
    .where('PostHashtag.counted', '<>', counts)
    .limit(maxPosts)
    .execute()
