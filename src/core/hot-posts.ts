import type { PayloadOf } from '#contract'
import type { PostMoved } from './context.ts'

export type Folded = PostMoved & { commentIds: string[]; removedCommentIds: string[] }
type Hot = { pending: Folded | null; sentAt: number; timer: NodeJS.Timeout }

type Deps = {
  /** Whether anybody cares: a post that nobody watches costs nothing. */
  isWanted(postId: string): boolean
  send(folded: Folded): Promise<void> | void
  onError(error: unknown): void
}

/** Milliseconds between two frames of a post: at most five a second. */
const pause = 200

/** Folds what happens to posts: the first is sent at once, then one per pause, the last state always. */
export function createHotPosts({ isWanted, send, onError }: Deps) {
  const hot = new Map<string, Hot>()

  const moved = (what: PostMoved) => {
    if (!isWanted(what.postId)) return
    const post = hot.get(what.postId)
    if (post) post.pending = fold(post.pending, what)
    else hot.set(what.postId, { pending: fold(null, what), sentAt: 0, timer: setTimeout(next, 0, what.postId) })
  }

  const next = (postId: string) => {
    const post = hot.get(postId)
    if (!post) return
    const { pending } = post
    if (pending === null) return hot.delete(postId)
    post.pending = null
    post.sentAt = Date.now()
    // Kept for a pause more, so that the next one waits.
    post.timer = setTimeout(next, pause, postId)
    Promise.resolve(send(pending)).catch(onError)
  }

  return {
    moved,
    stop: () => {
      for (const { timer } of hot.values()) clearTimeout(timer)
      hot.clear()
    },
  }
}

/** Counts of the higher version win; comments of both are kept. */
export function fold(before: Folded | null, next: PostMoved): Folded {
  const newest = before === null || next.version >= before.version ? next : before
  const folded: Folded = {
    postId: next.postId,
    version: newest.version,
    counts: newest.counts,
    commentIds: [...(before?.commentIds ?? []), ...(next.commentIds ?? [])],
    removedCommentIds: [...(before?.removedCommentIds ?? []), ...(next.removedCommentIds ?? [])],
  }
  if (before?.deleted || next.deleted) folded.deleted = true
  return folded
}

type Frame = PayloadOf<'post.activity'>
type FrameComment = Frame['comments'][number]
const mostComments = 20

/** The frame of what was folded: complete counts, and the newest comments for all watchers alike. */
export async function frameOf(
  { postId, version, counts, commentIds, removedCommentIds, deleted }: Folded,
  render: (ids: readonly string[]) => Promise<Map<string, FrameComment>>,
): Promise<Frame> {
  const gone = new Set(removedCommentIds)
  const left = commentIds.filter(id => !gone.has(id))
  const shown = left.slice(-mostComments)
  const rendered = shown.length > 0 ? await render(shown) : new Map<string, FrameComment>()
  const frame: Frame = {
    postId,
    version,
    counts,
    comments: shown.flatMap(id => rendered.get(id) ?? []),
    removedCommentIds,
  }
  if (left.length > shown.length) frame.more = true
  if (deleted) frame.deleted = true
  return frame
}
