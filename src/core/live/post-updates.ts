import type { PayloadOf } from '#contract'
import type { Folded } from './hot-posts.ts'

export type Update = PayloadOf<'post.activity'>
type UpdateComment = Update['comments'][number]

/** A comment of a frame, with those without whom it is not shown: the author of the post, whoever began the thread. */
export type RenderedComment = { comment: UpdateComment; ownerId: string; beganBy: string | null }
export type RenderComments = (ids: readonly string[]) => Promise<Map<string, RenderedComment>>

const maxComments = 20

/** The frame of what was folded: complete counts, and the newest comments, as all see it from whom nobody is hidden. */
export async function updateOf(
  { postId, version, counts, commentIds, removedCommentIds, changed, deleted }: Folded,
  render: RenderComments,
): Promise<{ frame: Update; framed: RenderedComment[] }> {
  const gone = new Set(removedCommentIds)
  const left = commentIds.filter(id => !gone.has(id))
  const shown = left.slice(-maxComments)
  const rendered = shown.length > 0 ? await render(shown) : new Map<string, RenderedComment>()
  const framed = shown.flatMap(id => rendered.get(id) ?? [])
  const comments = framed.map(one => one.comment)
  const frame: Update = { postId, version, counts, comments, removedCommentIds }
  if (left.length > shown.length) frame.more = true
  if (changed) frame.changed = true
  if (deleted) frame.deleted = true
  return { frame, framed }
}

/** Everybody whom a frame shows or depends on. */
export const peopleIn = (framed: readonly RenderedComment[]) => [
  ...new Set(
    framed.flatMap(({ comment, ownerId, beganBy }) =>
      [ownerId, comment.author.id, comment.replyTo?.id, beganBy].filter(id => id != null),
    ),
  ),
]

/** The frame for somebody from whom some people are hidden; null where the author of the post is. */
export function updateWithout(
  frame: Update,
  framed: readonly RenderedComment[],
  hidden: ReadonlySet<string>,
): Update | null {
  if (framed.some(one => hidden.has(one.ownerId))) return null
  const comments = framed.flatMap(({ comment, beganBy }) => {
    if (hidden.has(comment.author.id) || (beganBy !== null && hidden.has(beganBy))) return []
    const isHidden = comment.replyTo !== null && hidden.has(comment.replyTo.id)
    return [isHidden ? { ...comment, replyTo: null } : comment]
  })
  return { ...frame, comments }
}
