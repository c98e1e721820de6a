import type { PostMoved } from '#core/pipeline/context'

export type Folded = PostMoved & { commentIds: string[]; removedCommentIds: string[] }
type Hot = { pending: Folded | null; sent: Folded | null; sentAt: number; timer: NodeJS.Timeout | null; busy: boolean }

type Deps = {
  /** Whether anybody cares: a post that nobody watches costs nothing. */
  isWanted(postId: string): boolean
  send(folded: Folded): Promise<void> | void
  onError(error: unknown): void
}

/** Milliseconds between two frames of a post: at most five a second. */
const pause = 200
/** How long it is remembered what was sent last, so that news that comes late takes nothing back. */
const memory = 10_000

/** Folds what happens to posts: the first is sent at once, then one per pause, the last state always. */
export function createHotPosts({ isWanted, send, onError }: Deps) {
  const hot = new Map<string, Hot>()

  const moved = (what: PostMoved) => {
    if (!isWanted(what.postId)) return
    const post = hot.get(what.postId) ?? { pending: null, sent: null, sentAt: 0, timer: null, busy: false }
    hot.set(what.postId, post)
    post.pending = fold(post.pending, what)
    schedule(what.postId, post)
  }

  const schedule = (postId: string, post: Hot) => {
    if (post.busy) return
    if (post.timer) clearTimeout(post.timer)
    const wait = post.pending ? Math.max(0, post.sentAt + pause - Date.now()) : memory
    post.timer = setTimeout(next, wait, postId, post)
  }

  // One frame at a time, so that none overtakes another.
  const next = async (postId: string, post: Hot) => {
    if (post.pending === null) return hot.delete(postId)
    const frame = newest(post.pending, post.sent)
    post.pending = null
    post.busy = true
    post.sentAt = Date.now()
    try {
      await send(frame)
      post.sent = { ...frame, commentIds: [], removedCommentIds: [] }
    } catch (error) {
      onError(error)
      post.pending = post.pending ? fold(frame, post.pending) : frame
    }
    post.busy = false
    if (hot.get(postId) === post) schedule(postId, post)
  }

  return {
    moved,
    stop: () => {
      for (const { timer } of hot.values()) if (timer) clearTimeout(timer)
      hot.clear()
    },
  }
}

/** What another node tells may be older than what was sent: its comments are news, its counts are not. */
const newest = (pending: Folded, sent: Folded | null): Folded =>
  sent !== null && sent.version > pending.version ? { ...pending, version: sent.version, counts: sent.counts } : pending

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
  if (before?.changed || next.changed) folded.changed = true
  if (before?.deleted || next.deleted) folded.deleted = true
  return folded
}
