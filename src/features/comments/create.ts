import { seesComment, seesPost } from '#access/visible-posts'
import type { OutputOf } from '#contract'
import { lane } from '#core/batching/batcher'
import { ApiError, invalid } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { type Notice, notify } from '#domain/notifications/notify'
import { viewComments } from '#views/comments'

type WriteContext = { postId: string; text: string; parentId: string | null }
type Made = { commentId: string }
type Found = {
  ord: number
  postId: string
  authorId: string
  open: boolean
  hasParent: boolean
  answeredId: string | null
  commentId: string | null
  likes: number
  comments: number
  shares: number
  version: number
}

const comments = lane<WriteContext, Made, OutputOf<'comments.create'>>({
  name: 'comments',
  about: ({ postId }) => postId,
  distinct: false,

  async run(items, ctx) {
    const wanted = items.map(({ input, viewer }, ord) => ({ ord, viewerId: viewer.id, ...input }))
    const postIds = [...new Set(wanted.map(one => one.postId))]
    await rows(ctx.em, sql`select id from post where id = any(${postIds}::uuid[]) order by id for no key update`)
    const found = await rows<Found>(
      ctx.em,
      sql`with wanted as materialized (
        select wanted.*, post.author_id, not post.comments_disabled or post.author_id = wanted."viewerId" as open,
          parent.id is not null as has_parent, coalesce(parent.parent_id, parent.id) as thread_id,
          parent.author_id as answered_id, uuidv7() as comment_id
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as wanted (ord int, "viewerId" uuid, "postId" uuid, text text, "parentId" uuid)
        join post on post.id = wanted."postId" join users author on author.id = post.author_id
        left join comment parent on parent.id = wanted."parentId" and parent.post_id = wanted."postId"
          and ${seesComment(sql`wanted."viewerId"`, 'parent')}
        where post.status = 'published' and ${seesPost(sql`wanted."viewerId"`)}
      ), inserted as (
        insert into comment (id, post_id, author_id, text, parent_id, reply_to_id)
        select comment_id, "postId", "viewerId", text, thread_id, answered_id from wanted
        where open and ("parentId" is null or has_parent) order by ord
        returning id, post_id, parent_id
      ), threads as (
        update comment set reply_count = reply_count + replies from (
          select parent_id, count(*)::int as replies from inserted where parent_id is not null group by parent_id
        ) answered where comment.id = answered.parent_id
      ), counted as (
        update post set comment_count = comment_count + added, version = version + 1 from (
          select post_id, count(*)::int as added from inserted group by post_id
        ) added where post.id = added.post_id
        returning post.id, like_count, comment_count, share_count, version
      )
      select wanted.ord, wanted."postId", wanted.author_id as "authorId", open, has_parent as "hasParent",
        answered_id as "answeredId", inserted.id as "commentId", like_count as likes, comment_count as comments,
        share_count as shares, version
      from wanted left join inserted on inserted.id = wanted.comment_id left join counted on counted.id = wanted."postId"`,
    )
    const byOrd = new Map(found.map(one => [one.ord, one]))
    const notices: Notice[] = []
    const results = items.map((item, ord): Made | ApiError => {
      const one = byOrd.get(ord)
      if (!one) return new ApiError('not_found', 'There is no such post.')
      if (!one.open) return new ApiError('forbidden', 'Comments are turned off for this post.')
      if (one.commentId === null) return invalid({ parentId: 'is no comment of this post' })
      const { commentId, postId, authorId, answeredId, likes, comments, shares, version } = one
      ctx.changed('post', postId, { version, counts: { likes, comments, shares }, commentIds: [commentId] })
      for (const [userId, kind] of [
        [answeredId, 'reply'],
        [authorId, 'comment'],
      ] as const) {
        if (userId === null || userId === item.viewer.id || (kind === 'comment' && userId === answeredId)) continue
        notices.push({ userId, kind, groupKey: `${kind}:${commentId}`, postId, commentId })
      }
      return { commentId }
    })
    await notify(ctx, notices)
    return results
  },

  async view(made, ctx) {
    const seen = await viewComments(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.commentId })),
    )
    return seen.map(comment => comment ?? new ApiError('gone', 'What this request made has been deleted since.'))
  },
})

export const createComment = batched('comments.create', comments, ({ postId, text, parentId }) => ({
  postId,
  text,
  parentId: parentId ?? null,
}))
