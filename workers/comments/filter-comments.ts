import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'
import { hasHiddenWord, patternOf } from '#domain/comments/hidden-words'
import { setHidden } from '#domain/comments/hide-comments'
import { publishCommentChange } from '#domain/comments/publish-change'
import { job } from '../job.ts'

/** Posts and comments that are looked at in one transaction: the posts are locked, so that nobody comments meanwhile. */
const maxPosts = 50
const maxComments = 500

const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Hides the comments on a user's posts that have one of their hidden words, and shows those again that have none any more:
 * once through the posts in the order of their ids, some at a time.
 */
export const filterComments = job('comments.filter', {
  async handle({ userId, after, begun }, ctx) {
    const owner = await db(ctx.em).selectFrom('User').select('hiddenWords').where('id', '=', userId).executeTakeFirst()
    if (!owner) return
    const posts = await db(ctx.em)
      .selectFrom('Post')
      .select('id')
      .where('authorId', '=', userId)
      .where('id', '>', after ?? beforeAll)
      .orderBy('id')
      .limit(maxPosts)
      .forNoKeyUpdate()
      .execute()
    const postIds = posts.map(post => post.id)
    const comments = await findComments(ctx, userId, postIds, begun)
    const pattern = patternOf(owner.hiddenWords)
    await apply(
      ctx,
      userId,
      comments.filter(comment => comment.hidden !== hasHiddenWord(comment.text, pattern)),
    )
    const last = comments.at(-1)
    if (comments.length === maxComments && last) {
      // The rest of this post, and the posts after it.
      const before = postIds[postIds.indexOf(last.postId) - 1] ?? after
      ctx.enqueue('comments.filter', { userId, after: before, begun: { postId: last.postId, after: last.id } })
    } else if (posts.length === maxPosts) {
      ctx.enqueue('comments.filter', { userId, after: postIds.at(-1) ?? null, begun: null })
    }
  },
})

/** Comments of others on some posts, post by post. */
const findComments = (
  { em }: WriteContext,
  userId: string,
  postIds: readonly string[],
  begun: { postId: string; after: string } | null,
) =>
  db(em)
    .selectFrom('Comment')
    .select(['id', 'postId', 'authorId', 'text', 'hidden'])
    .where('postId', '=', anyOf(postIds))
    .where('authorId', '<>', userId)
    .where('deletedAt', 'is', null)
    .where(eb => eb.or([eb('postId', '<>', begun?.postId ?? beforeAll), eb('id', '>', begun?.after ?? beforeAll)]))
    .orderBy('postId')
    .orderBy('id')
    .limit(maxComments)
    .execute()

type Found = Awaited<ReturnType<typeof findComments>>[number]

/** Locks these comments, which may have been edited since, and turns those around that are still as they were. */
async function apply(ctx: WriteContext, userId: string, changed: readonly Found[]) {
  if (changed.length === 0) return
  const texts = new Map(changed.map(comment => [comment.id, comment]))
  const locked = await db(ctx.em)
    .selectFrom('Comment')
    .select(['id', 'postId', 'authorId', 'text', 'hidden'])
    .where('id', '=', anyOf([...texts.keys()]))
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  // An edit has applied the words by itself.
  const left = locked.filter(({ id, text, hidden }) => texts.get(id)?.text === text && texts.get(id)?.hidden === hidden)
  const idsOf = (hidden: boolean) => left.filter(comment => comment.hidden === hidden).map(comment => comment.id)
  await setHidden(ctx.em, idsOf(false), true)
  await setHidden(ctx.em, idsOf(true), false)
  for (const [postId, list] of Map.groupBy(left, comment => comment.postId)) {
    const hiddenComments = list.flatMap(({ id, authorId, hidden }) =>
      hidden ? [] : [{ id, writerId: authorId, ownerId: userId }],
    )
    const commentIds = list.filter(comment => comment.hidden).map(comment => comment.id)
    await publishCommentChange(ctx, postId, { hiddenComments, commentIds })
  }
}
