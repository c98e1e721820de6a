import { hiddenLikes } from '#access/posts'
import { blockedPairs, whoCanSee } from '#access/users'
import type { HiddenComment, PostChange, UpdateOf } from '#contract'
import type { DeclaredTopic, RenderContext } from '#core/live/topic'
import { viewCommentsForAll } from '#views/comments'

type Update = UpdateOf<'post'>

/** A comment of an update, with those who must be visible to its viewers: the author of the post and of the thread. */
export type RenderedComment = { comment: Update['comments'][number]; ownerId: string; beganBy: string | null }

type Reads = {
  /** Of some posts, those whose likes only the author sees; each with its author. */
  hiddenLikes(em: RenderContext['em'], ids: readonly string[]): Promise<Map<string, string>>
  comments(ctx: RenderContext, ids: readonly string[]): Promise<Map<string, RenderedComment>>
  /** Of two lists of people, the pairs of which either blocks the other. */
  blockedPairs(
    em: RenderContext['em'],
    ones: readonly string[],
    others: readonly string[],
  ): Promise<{ one: string; other: string }[]>
}

const maxComments = 20

/**
 * What happens to a post: its counts, and comments that are new or changed, each viewer without those of people hidden from them. Whether
 * others may know how many likes it has is read for each update: hidden likes are 0 in that of everybody but the author.
 */
export const postTopic = ({ hiddenLikes, comments, blockedPairs }: Reads): DeclaredTopic<'post'> => ({
  namespace: 'posts',
  event: 'post.activity',
  pace: 200,
  fold: foldChanges,
  sent: ({ version, counts }) => ({ version, counts }),
  mayWatch: ({ em }, ownerId, viewerIds) => whoCanSee(em, ownerId, viewerIds),
  async render(ctx, changes) {
    const shown = new Map([...changes].map(([postId, change]) => [postId, commentsShown(change)]))
    const ids = [...shown.values()].flat()
    const [rendered, hidden] = await Promise.all([
      ids.length > 0 ? comments(ctx, ids) : new Map<string, RenderedComment>(),
      hiddenLikes(ctx.em, [...changes.keys()]),
    ])
    return new Map(
      [...changes].map(([postId, change]) => {
        const list = (shown.get(postId) ?? []).flatMap(id => rendered.get(id) ?? [])
        const whole = updateOf(postId, change, list)
        const authorId = hidden.get(postId)
        const update = authorId === undefined ? whole : withoutLikes(whole)
        const { hiddenComments = [] } = change
        if (list.length === 0 && authorId === undefined && hiddenComments.length === 0) return [postId, { update }]
        return [postId, { update, variants: variantsOf(ctx, whole, list, hiddenComments, blockedPairs, authorId) }]
      }),
    )
  },
})

export const post = postTopic({ hiddenLikes, comments: viewCommentsForAll, blockedPairs })

/** The counts of the higher version; the comments of both. */
function foldChanges(earlier: PostChange, later: PostChange): PostChange {
  const { version, counts } = later.version >= earlier.version ? later : earlier
  const folded: PostChange = { version, counts }
  const commentIds = joined(earlier.commentIds, later.commentIds)
  const likedCommentIds = joined(earlier.likedCommentIds, later.likedCommentIds)
  const removedCommentIds = joined(earlier.removedCommentIds, later.removedCommentIds)
  const hiddenComments = joined(earlier.hiddenComments, later.hiddenComments)
  if (commentIds) folded.commentIds = commentIds
  if (likedCommentIds) folded.likedCommentIds = likedCommentIds.slice(-maxComments)
  if (hiddenComments) folded.hiddenComments = hiddenComments
  if (removedCommentIds) folded.removedCommentIds = removedCommentIds
  if (earlier.changed || later.changed) folded.changed = true
  if (earlier.deleted || later.deleted) folded.deleted = true
  return folded
}

const joined = <T>(earlier?: T[], later?: T[]) =>
  earlier && later ? [...new Set([...earlier, ...later])] : (later ?? earlier)

/** New and changed comments that were not removed since, in the order of their changes. */
function commentsLeft({ commentIds = [], removedCommentIds = [] }: PostChange) {
  if (removedCommentIds.length === 0) return commentIds
  const removed = new Set(removedCommentIds)
  return commentIds.filter(id => !removed.has(id))
}

/** The last of these, and where there is room, comments whose likes have moved. */
function commentsShown(change: PostChange) {
  const left = commentsLeft(change).slice(-maxComments)
  const known = new Set([...left, ...(change.removedCommentIds ?? [])])
  const liked = (change.likedCommentIds ?? []).filter(id => !known.has(id))
  return [...liked.slice(0, maxComments - left.length), ...left]
}

/** The complete counts and the newest comments, for all viewers from whom nobody is hidden. */
function updateOf(postId: string, change: PostChange, list: readonly RenderedComment[]): Update {
  const { version, counts, removedCommentIds = [], hiddenComments = [], changed, deleted } = change
  const comments = list.map(one => one.comment)
  const shown = new Set(comments.map(comment => comment.id))
  const hidden = hiddenComments.map(comment => comment.id).filter(id => !shown.has(id))
  const update: Update = { postId, version, counts, comments, removedCommentIds: [...removedCommentIds, ...hidden] }
  if (commentsLeft(change).length > maxComments) update.more = true
  if (changed) update.changed = true
  if (deleted) update.deleted = true
  return update
}

/**
 * Blocks are read for each update that shows people, so a block counts from the next update on. An author is given where
 * only they see the likes.
 */
const variantsOf =
  (
    { em }: RenderContext,
    update: Update,
    list: readonly RenderedComment[],
    hiddenComments: readonly HiddenComment[],
    blockedPairs: Reads['blockedPairs'],
    authorId: string | undefined,
  ) =>
  async (viewerIds: readonly string[]) => {
    const pairs = list.length > 0 ? await blockedPairs(em, viewerIds, peopleIn(list)) : []
    const hiddenFrom = Map.groupBy(pairs, pair => pair.one)
    const seenBy = (viewerId: string) => {
      const kept = withKept(update, hiddenComments, viewerId)
      return authorId === undefined || viewerId === authorId ? kept : withoutLikes(kept)
    }
    const keepers = hiddenComments.flatMap(({ writerId, ownerId }) => [writerId, ownerId])
    const apart = new Set(authorId === undefined ? keepers : [...keepers, authorId])
    const others = new Set([...hiddenFrom.keys(), ...viewerIds.filter(id => apart.has(id))])
    return new Map(
      [...others].map(viewerId => {
        const hidden = new Set(hiddenFrom.get(viewerId)?.map(pair => pair.other))
        return [viewerId, updateWithout(seenBy(viewerId), list, hidden)]
      }),
    )
  }

const withoutLikes = (update: Update): Update => ({ ...update, counts: { ...update.counts, likes: 0 } })

/** The update for a viewer who goes on seeing the hidden comments that are theirs or on their post. */
function withKept(update: Update, hiddenComments: readonly HiddenComment[], viewerId: string): Update {
  const own = hiddenComments.filter(({ writerId, ownerId }) => writerId === viewerId || ownerId === viewerId)
  const kept = new Set(own.map(comment => comment.id))
  return { ...update, removedCommentIds: update.removedCommentIds.filter(id => !kept.has(id)) }
}

/** Everybody whom an update shows or depends on. */
const peopleIn = (list: readonly RenderedComment[]) => [
  ...new Set(
    list.flatMap(({ comment, ownerId, beganBy }) =>
      [ownerId, comment.author.id, comment.replyTo?.id, beganBy].filter(id => id != null),
    ),
  ),
]

/** The update for a viewer from whom some people are hidden; null where the author of the post is. */
function updateWithout(update: Update, list: readonly RenderedComment[], hidden: ReadonlySet<string>): Update | null {
  if (list.some(one => hidden.has(one.ownerId))) return null
  const comments = list.flatMap(({ comment, beganBy }) => {
    if (hidden.has(comment.author.id) || (beganBy !== null && hidden.has(beganBy))) return []
    const isHidden = comment.replyTo !== null && hidden.has(comment.replyTo.id)
    return [isHidden ? { ...comment, replyTo: null } : comment]
  })
  return { ...update, comments }
}
