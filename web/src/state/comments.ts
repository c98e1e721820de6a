import type { Comment, PayloadOf } from '#contract'
import { client } from '../client.ts'
import { withFirstPage, withNextPage } from './page.ts'
import { countComment } from './posts.ts'
import { createStore, lookUp, mergeById, useStore } from './store.ts'

type Thread = {
  /** Top-level comments, newest first. */
  items: Comment[]
  /** The cursor of older comments; undefined before the first page, null at the end. */
  cursor: string | null | undefined
  /** Replies by their parent's id, oldest first. */
  replies: Record<string, Comment[]>
}

const threads = createStore<Record<string, Thread>>({})
const none: Thread = { items: [], cursor: undefined, replies: {} }

export const useThread = (postId: string): Thread => useStore(threads, now => lookUp(now, postId) ?? none)

/** Adds or replaces comments, in order. */
export function putComments(postId: string, comments: readonly Comment[]) {
  change(postId, thread => {
    const items = mergeById(
      thread.items,
      comments.filter(each => !each.parentId),
    ).sort(newestFirst)
    const replies = { ...thread.replies }
    for (const reply of comments.filter(each => each.parentId)) {
      replies[reply.parentId!] = mergeById(replies[reply.parentId!] ?? [], [reply]).sort((a, b) => newestFirst(b, a))
    }
    return { ...thread, items, replies }
  })
}

/** Applies a live update. One that omits comments (`more`) is followed by reloading the list. */
export function applyComments({ postId, comments, removedCommentIds, more }: PayloadOf<'post.activity'>) {
  if (more) refreshComments(postId).catch(() => undefined)
  const known = lookUp(threads.get(), postId) ?? none
  const old = new Map([...known.items, ...Object.values(known.replies).flat()].map(each => [each.id, each]))
  for (const reply of comments) if (reply.parentId && !old.has(reply.id)) countReply(postId, reply.parentId, 1)
  putComments(
    postId,
    comments.map(each => ({ ...each, viewer: old.get(each.id)?.viewer ?? { liked: false } })),
  )
  for (const id of removedCommentIds) removeComment(postId, id)
}

/**
 * Reloads the newest comments. Older ones are kept if the page reaches them. Otherwise there may be a gap, and the list
 * continues from the page.
 */
export async function refreshComments(postId: string) {
  const before = idsOf(postId)
  const page = await client.call('comments.list', { postId })
  const now = idsOf(postId)
  const items = page.items.filter(each => now.has(each.id) || !before.has(each.id))
  change(postId, thread => {
    const known = thread.items.filter(each => before.has(each.id))
    const arrivedMeanwhile = thread.items.filter(each => !before.has(each.id))
    const list = withFirstPage(thread.cursor === undefined ? null : { items: known, nextCursor: thread.cursor }, {
      items,
      nextCursor: page.nextCursor,
    })
    return { ...thread, items: mergeById(list.items, arrivedMeanwhile).sort(newestFirst), cursor: list.nextCursor }
  })
}

/**
 * Applies the newest comments from a watch. `before` holds the ids known when it was requested: those missing from it were
 * deleted. If the newest comments do not reach the known ones, the list is reloaded.
 */
export async function applyNewest(postId: string, comments: Comment[], before: ReadonlySet<string>) {
  const { cursor } = lookUp(threads.get(), postId) ?? none
  const last = comments.at(-1)?.id
  const kept = new Set(comments.map(each => each.id))
  for (const id of before) if (last !== undefined && id > last && !kept.has(id)) removeComment(postId, id)
  putComments(postId, comments)
  if (cursor === undefined || last === undefined || before.has(last)) return
  change(postId, thread => ({ ...thread, cursor: undefined }))
  await refreshComments(postId)
}

export const idsOf = (postId: string): ReadonlySet<string> =>
  new Set(lookUp(threads.get(), postId)?.items.map(each => each.id))

export async function loadMoreComments(postId: string) {
  const { cursor } = lookUp(threads.get(), postId) ?? none
  if (!cursor) return
  const page = await client.call('comments.list', { postId, cursor })
  change(postId, thread => {
    const { items, nextCursor } = withNextPage({ items: thread.items, nextCursor: thread.cursor ?? null }, cursor, page)
    return { ...thread, items, cursor: nextCursor }
  })
}

export async function loadReplies(postId: string, commentId: string) {
  let cursor: string | null = null
  do {
    const page: { items: Comment[]; nextCursor: string | null } = await client.call('comments.replies', {
      commentId,
      limit: 100,
      ...(cursor && { cursor }),
    })
    putComments(postId, page.items)
    cursor = page.nextCursor
  } while (cursor)
}

/** The live update for the new comment carries the exact count. It may arrive before or after the response. */
export async function addComment(
  postId: string,
  text: string,
  parentId: string | undefined,
  idempotencyKey: string,
): Promise<Comment> {
  const input = { postId, text, ...(parentId && { parentId }) }
  const comment = await client.call('comments.create', input, { idempotencyKey })
  const thread = lookUp(threads.get(), postId) ?? none
  const isKnown = [...thread.items, ...Object.values(thread.replies).flat()].some(each => each.id === comment.id)
  if (!isKnown) {
    countComment(postId, 1)
    if (comment.parentId) countReply(postId, comment.parentId, 1)
  }
  putComments(postId, [comment])
  return comment
}

export async function deleteComment(comment: Comment) {
  await client.call('comments.delete', { commentId: comment.id })
  const thread = threads.get()[comment.postId] ?? none
  const isRemoved = ![...thread.items, ...Object.values(thread.replies).flat()].some(each => each.id === comment.id)
  if (!isRemoved) countComment(comment.postId, -1)
  removeComment(comment.postId, comment.id)
}

function removeComment(postId: string, id: string) {
  change(postId, ({ items, cursor, replies }) => {
    const parent = Object.values(replies)
      .flat()
      .find(each => each.id === id)?.parentId
    return {
      cursor,
      items: items
        .filter(each => each.id !== id)
        .map(each => (each.id === parent ? withReplies(each, each.counts.replies - 1) : each)),
      replies: Object.fromEntries(
        Object.entries(replies).map(([key, list]) => [key, list.filter(each => each.id !== id)]),
      ),
    }
  })
}

function countReply(postId: string, parentId: string, by: number) {
  change(postId, thread => ({
    ...thread,
    items: thread.items.map(each => (each.id === parentId ? withReplies(each, each.counts.replies + by) : each)),
  }))
}

const withReplies = (comment: Comment, replies: number): Comment => ({
  ...comment,
  counts: { ...comment.counts, replies: Math.max(0, replies) },
})

function change(postId: string, how: (thread: Thread) => Thread) {
  threads.set(now => ({ ...now, [postId]: how(now[postId] ?? none) }))
}

/** Ids are ordered by creation. */
const newestFirst = (a: Comment, b: Comment) => (a.id < b.id ? 1 : -1)
