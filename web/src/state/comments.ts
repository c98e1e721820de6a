import type { InfiniteData } from '@tanstack/react-query'
import type { Comment, PayloadOf } from '#contract'
import { client, isGone } from '../client.ts'
import { type Page, withFirstPage, withNextPage } from './page.ts'
import { countComment } from './posts.ts'
import { queries } from './queries.ts'
import { createStore, lookUp, mergeById, useStore } from './store.ts'

type Thread = {
  /** Top-level comments: the pinned ones, then newest first. */
  items: Comment[]
  /** The cursor of older comments; undefined before the first page, null at the end. */
  cursor: string | null | undefined
  /** Replies by their parent's id, oldest first. */
  replies: Record<string, Comment[]>
}

const threads = createStore<Record<string, Thread>>({})
const none: Thread = { items: [], cursor: undefined, replies: {} }

export const useThread = (postId: string): Thread => useStore(threads, now => lookUp(now, postId) ?? none)

/** The key of the query for the comments of a post by their likes. */
export const topKey = (postId: string) => ['comments.top', postId]

/** Changes the comments by their likes, where they are loaded: their order stays until they are loaded again. */
function changeTop(postId: string, how: (items: Comment[]) => Comment[]) {
  queries.setQueriesData<InfiniteData<Page<Comment>>>(
    { queryKey: topKey(postId) },
    known => known && { ...known, pages: known.pages.map(page => ({ ...page, items: how(page.items) })) },
  )
}

const topOf = (postId: string): Comment[] =>
  queries.getQueryData<InfiniteData<Page<Comment>>>(topKey(postId))?.pages.flatMap(page => page.items) ?? []

/** Every comment of a post that is loaded. */
export function knownComments(postId: string): Comment[] {
  const { items, replies } = lookUp(threads.get(), postId) ?? none
  return [...topOf(postId), ...items, ...Object.values(replies).flat()]
}

/** Adds or replaces comments, in order. */
export function putComments(postId: string, comments: readonly Comment[]) {
  const byId = new Map(comments.map(each => [each.id, each]))
  changeTop(postId, items => items.map(each => byId.get(each.id) ?? each))
  changeThread(postId, thread => {
    const items = mergeById(
      thread.items,
      comments.filter(each => !each.parentId),
    ).sort(pinnedFirst)
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
  const known = knownComments(postId)
  const old = new Map(known.map(each => [each.id, each]))
  const newest = Math.max(0, ...known.map(each => Date.parse(each.createdAt)))
  // Written about as late as the newest one known, and nothing done to it since: not an old one that is liked only now.
  const isNew = (each: Comment) =>
    !old.has(each.id) && !each.editedAt && !each.deletedAt && Date.parse(each.createdAt) > newest - 60_000
  const seen = comments.map(each => ({ ...each, viewer: old.get(each.id)?.viewer ?? { liked: false } }))
  for (const reply of seen) if (reply.parentId && isNew(reply)) countReply(postId, reply.parentId, 1)
  putComments(
    postId,
    seen.filter(each => old.has(each.id) || isNew(each) || isWithin(postId, each)),
  )
  for (const id of removedCommentIds) removeComment(postId, id)
}

/** Whether an older comment, which was liked or edited, belongs among those that are loaded. */
function isWithin(postId: string, { id, parentId }: Comment) {
  const { items, cursor, replies } = lookUp(threads.get(), postId) ?? none
  if (parentId) return lookUp(replies, parentId) !== undefined
  const oldest = items.filter(each => !each.pinned).at(-1)
  return cursor === null || (oldest !== undefined && id > oldest.id)
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
  changeThread(postId, thread => {
    const known = thread.items.filter(each => before.has(each.id))
    const arrivedMeanwhile = thread.items.filter(each => !before.has(each.id))
    const list = withFirstPage(thread.cursor === undefined ? null : { items: known, nextCursor: thread.cursor }, {
      items,
      nextCursor: page.nextCursor,
    })
    return { ...thread, items: mergeById(list.items, arrivedMeanwhile).sort(pinnedFirst), cursor: list.nextCursor }
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
  changeThread(postId, thread => ({ ...thread, cursor: undefined }))
  await refreshComments(postId)
}

export const idsOf = (postId: string): ReadonlySet<string> =>
  new Set(lookUp(threads.get(), postId)?.items.map(each => each.id))

export async function loadMoreComments(postId: string) {
  const { cursor } = lookUp(threads.get(), postId) ?? none
  if (!cursor) return
  const page = await client.call('comments.list', { postId, cursor })
  changeThread(postId, thread => {
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
  const isKnown = knownComments(postId).some(each => each.id === comment.id)
  if (!isKnown) {
    countComment(postId, 1)
    if (comment.parentId) countReply(postId, comment.parentId, 1)
  }
  putComments(postId, [comment])
  return comment
}

/** The live update may come first. A comment with replies stays, without its text and its author. */
export async function deleteComment(comment: Comment) {
  const { id, postId } = comment
  await client.call('comments.delete', { commentId: id })
  const known = knownComments(postId).find(each => each.id === id)
  if (known && !known.deletedAt) countComment(postId, -1)
  try {
    putComments(postId, [await client.call('comments.get', { commentId: id })])
  } catch (error) {
    if (!isGone(error)) throw error
    removeComment(postId, id)
  }
}

export async function editComment({ id, postId }: Comment, text: string) {
  putComments(postId, [await client.call('comments.edit', { commentId: id, text })])
}

export async function pinComment({ id, postId, pinned }: Comment) {
  await client.call(pinned ? 'comments.unpin' : 'comments.pin', { commentId: id })
  change(postId, id, each => ({ ...each, pinned: !pinned }))
}

/** Likes or unlikes at once; an error takes it back. */
export async function likeComment({ id, postId, viewer, counts }: Comment, liked: boolean) {
  const set = (liked: boolean, likes: number) =>
    change(postId, id, each => ({ ...each, viewer: { liked }, counts: { ...each.counts, likes } }))
  set(liked, counts.likes + (liked ? 1 : -1))
  try {
    const result = await client.call(liked ? 'comments.like' : 'comments.unlike', { commentId: id })
    set(result.liked, result.counts.likes)
  } catch (error) {
    set(viewer.liked, counts.likes)
    throw error
  }
}

function change(postId: string, id: string, how: (comment: Comment) => Comment) {
  const known = knownComments(postId).find(each => each.id === id)
  if (known) putComments(postId, [how(known)])
}

function removeComment(postId: string, id: string) {
  const parent = knownComments(postId).find(each => each.id === id)?.parentId
  changeTop(postId, items => items.filter(each => each.id !== id))
  if (parent) countReply(postId, parent, -1)
  changeThread(postId, ({ items, cursor, replies }) => ({
    cursor,
    items: items.filter(each => each.id !== id),
    replies: Object.fromEntries(
      Object.entries(replies).map(([key, list]) => [key, list.filter(each => each.id !== id)]),
    ),
  }))
}

function countReply(postId: string, parentId: string, by: number) {
  const count = (items: Comment[]) =>
    items.map(each => (each.id === parentId ? withReplies(each, each.counts.replies + by) : each))
  changeTop(postId, count)
  changeThread(postId, thread => ({ ...thread, items: count(thread.items) }))
}

const withReplies = (comment: Comment, replies: number): Comment => ({
  ...comment,
  counts: { ...comment.counts, replies: Math.max(0, replies) },
})

function changeThread(postId: string, how: (thread: Thread) => Thread) {
  threads.set(now => ({ ...now, [postId]: how(now[postId] ?? none) }))
}

/** Ids are ordered by creation. */
const newestFirst = (a: Comment, b: Comment) => (a.id < b.id ? 1 : -1)

const pinnedFirst = (a: Comment, b: Comment) => Number(b.pinned) - Number(a.pinned) || newestFirst(a, b)
