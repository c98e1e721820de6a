import type { Entity, OutputOf } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { batch } from '#core/batching/batcher'
import { ApiError, invalid, notFound, resultGone } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { nextUuid } from '#database/uuid'
import { type Created, createMany } from '#domain/comments/create-comments.sql'
import { hideNew } from '#domain/comments/hide-comments'
import { writeTexts } from '#domain/comments/texts'
import { type Notice, notifyLast } from '#domain/notifications/notify'
import { viewComments } from '#views/comments'

type Writing = { id: string; postId: string; text: string; entities: Entity[]; parentId: string | null }

const comments = batch<Writing, { commentId: string }, OutputOf<'comments.create'>>({
  name: 'comments',
  about: ({ postId }) => postId,
  distinct: false,
  expect: ({ id }) => ({ commentId: id }),

  async run(items, ctx) {
    const created = await createMany(
      ctx.em,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, ...input })),
    )
    const byOrd = new Map(created.map(one => [one.ord, one]))
    const results = items.map((_, ord) => {
      const one = byOrd.get(ord)
      if (!one) return notFound('post')
      if (!one.open) return new ApiError('forbidden', 'Comments are turned off for this post.')
      if (!one.allowed) return new ApiError('forbidden', 'The author of this post has limited who may comment.')
      if (one.commentId === null) return invalid({ parentId: 'is no comment of this post' })
      return { commentId: one.commentId }
    })
    const hidden = await hideNew(
      ctx.em,
      created.map(one => ({ ...one, text: items[one.ord]?.input.text ?? '' })),
    )
    const shown = created.filter(one => one.commentId !== null && !hidden.has(one.commentId))
    for (const { postId, version, commentId, likes, comments, shares } of created) {
      if (commentId === null) continue
      const commentIds = hidden.has(commentId) ? [] : [commentId]
      ctx.changed('post', postId, { version, counts: { likes, comments, shares }, commentIds })
    }
    const mentions = await writeTexts(
      ctx,
      shown.flatMap(({ commentId, ord }) =>
        commentId === null ? [] : { commentId, entities: items[ord]?.input.entities ?? [] },
      ),
    )
    await notifyLast(ctx, [...shown.flatMap(one => noticesOf(one, items[one.ord]?.viewer.id)), ...mentions])
    return results
  },

  async view(made, ctx) {
    const seen = await viewComments(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.commentId })),
    )
    return seen.map(comment => comment ?? resultGone())
  },
})

/** The author of the comment that is replied to, and the author of the post; nobody twice, and not the writer. */
function noticesOf({ postId, authorId, answeredId, commentId }: Created, writerId: string | undefined): Notice[] {
  if (commentId === null) return []
  const about = { postId, commentId }
  const notices: Notice[] = []
  if (answeredId !== null && answeredId !== writerId) {
    notices.push({ ...about, userId: answeredId, kind: 'reply', groupKey: `reply:${commentId}` })
  }
  if (authorId !== answeredId && authorId !== writerId) {
    notices.push({ ...about, userId: authorId, kind: 'comment', groupKey: `comment:${commentId}` })
  }
  return notices
}

export const createComment = batched('comments.create', comments, ({ postId, text, parentId }) => ({
  id: nextUuid(),
  postId,
  text,
  entities: entitiesOf(text),
  parentId: parentId ?? null,
}))
