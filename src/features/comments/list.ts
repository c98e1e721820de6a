import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeComment } from '#access/comments'
import { plain } from '#core/pipeline/handler'
import { anyOf, db, literal } from '#database'
import { type CommentPlace, cursorOf, placeOf } from '#domain/comments/comment-place'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewComments } from '#views/comments'
import { present, seenBy } from '#views/view'

/** Of the comments with likes, this many lead the order `top`. Their ids travel in the cursor. */
const maxTop = 200

export const listComments = plain('comments.list', async function listComments({ postId, order, ...page }, ctx) {
  const { em, viewer } = ctx
  await requireVisiblePost(ctx, postId)
  const begun = page.cursor === undefined ? null : placeOf(page.cursor)
  const place = begun ?? { first: await findFirst(em, viewer.id, postId, order), passed: 0, after: null }
  const places = await findPlaces(em, viewer.id, postId, place, page.limit + 1)
  const shown = places.slice(0, page.limit)
  const last = shown.at(-1)
  const nextCursor = places.length > page.limit && last ? cursorOf(last.place) : null
  const ids = shown.map(one => one.id)
  return { items: present(await viewComments(ctx, seenBy(viewer.id, ids))), nextCursor }
})

/** The comments of a post without the replies, as far as the viewer can see them. */
const commentsOf = (em: EntityManager, viewerId: string, postId: string) =>
  db(em)
    .selectFrom('Comment')
    .select(['Comment.id', 'Comment.createdAt as at'])
    .where('Comment.postId', '=', postId)
    .where('Comment.parentId', 'is', null)
    .where(canSeeComment(viewerId))

async function findFirst(em: EntityManager, viewerId: string, postId: string, order: 'newest' | 'top') {
  const newest = commentsOf(em, viewerId, postId).orderBy('Comment.createdAt', 'desc').orderBy('Comment.id', 'desc')
  const pinned = await newest.where('Comment.pinned', '=', literal(true)).execute()
  const top =
    order === 'newest'
      ? []
      : await commentsOf(em, viewerId, postId)
          .where('Comment.likeCount', '>', literal(0))
          .where('Comment.pinned', '=', literal(false))
          .orderBy('Comment.likeCount', 'desc')
          .orderBy('Comment.createdAt', 'desc')
          .orderBy('Comment.id', 'desc')
          .limit(literal(maxTop))
          .execute()
  return [...pinned, ...top].map(comment => comment.id)
}

type Found = { id: string; place: CommentPlace }

async function findPlaces(
  em: EntityManager,
  viewerId: string,
  postId: string,
  { first, passed, after }: CommentPlace,
  limit: number,
): Promise<Found[]> {
  const left = first.slice(passed)
  const seen =
    left.length === 0 ? [] : await commentsOf(em, viewerId, postId).where('Comment.id', '=', anyOf(left)).execute()
  const visible = new Set(seen.map(comment => comment.id))
  const leading = first.flatMap((id, i): Found[] =>
    i >= passed && visible.has(id) ? [{ id, place: { first, passed: i + 1, after: null } }] : [],
  )
  if (leading.length >= limit) return leading.slice(0, limit)
  const others = await commentsOf(em, viewerId, postId)
    .$if(first.length > 0, query => query.where(eb => eb.not(eb('Comment.id', '=', anyOf(first)))))
    .$if(after !== null, query =>
      query.where(eb =>
        eb(
          eb.refTuple('Comment.createdAt', 'Comment.id'),
          '<',
          eb.tuple(eb.val(after?.at ?? new Date(0)), eb.val(after?.id ?? '')),
        ),
      ),
    )
    .orderBy('Comment.createdAt', 'desc')
    .orderBy('Comment.id', 'desc')
    .limit(limit - leading.length)
    .execute()
  return [
    ...leading,
    ...others.map(({ id, at }) => ({ id, place: { first, passed: first.length, after: { at, id } } })),
  ]
}
