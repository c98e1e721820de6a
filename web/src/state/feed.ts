import type { Post } from '#contract'
import { client } from '../client.ts'
import type { Page } from './page.ts'
import { dropPost, loadPost, postOf, putPosts } from './posts.ts'
import { createStore } from './store.ts'
import { toast } from './toasts.ts'

type Feed = {
  /** What is shown, newest first; null before the first page. */
  ids: string[] | null
  cursor: string | null
  /** What has come since and waits behind the "New posts" pill. */
  fresh: string[]
  /** Where what lies between `fresh` and `ids` begins; null where nothing does. */
  gap: string | null
  /** One's own posts that wait for photos, or stopped at one that could not be processed. */
  pending: string[]
  /** The newest posts could not be loaded. */
  failed: boolean
}

export const feed = createStore<Feed>({ ids: null, cursor: null, fresh: [], gap: null, pending: [], failed: false })

/** The first page: shown where there is none, else what is new in it waits behind the pill. */
export async function refreshFeed() {
  const { ids, fresh } = feed.get()
  const known = [...fresh, ...(ids ?? [])]
  try {
    const page = await client.call('feed.home', { limit: 10 })
    putPosts(page.items)
    feed.set(now => ({ ...withNewest(now, page, known), failed: false }))
  } catch {
    feed.set(now => ({ ...now, failed: true }))
  }
}

/** `known` is what was there before the page was asked for: what came meanwhile may be newer than a gap. */
function withNewest(now: Feed, { items, nextCursor }: Page<Post>, known: string[]): Feed {
  const ids = items.map(post => post.id)
  if (!now.ids?.length) return { ...now, ids, cursor: nextCursor, fresh: [], gap: null }
  const news = ids.filter(id => isNew(now, id))
  if (news.length === 0) return now
  if (nextCursor === null || known.includes(ids.at(-1)!)) return { ...now, fresh: [...news, ...now.fresh] }
  const isNewer = (id: string) => !ids.includes(id) && !known.includes(id)
  const fresh = [...now.fresh.filter(isNewer), ...ids.filter(id => !now.pending.includes(id))]
  return { ...now, fresh, gap: nextCursor }
}

let loading: { cursor: string; page: Promise<void> } | null = null

/** The next page. Rejects where it cannot be had. */
export async function loadMoreOfFeed() {
  const { cursor } = feed.get()
  if (!cursor) return
  if (loading?.cursor !== cursor) {
    const mine = { cursor, page: loadPage(cursor) }
    loading = mine
    mine.page.then(forget, forget)
    function forget() {
      if (loading === mine) loading = null
    }
  }
  await loading.page
}

async function loadPage(cursor: string) {
  const page = await client.call('feed.home', { cursor, limit: 10 })
  putPosts(page.items)
  const more = page.items.map(post => post.id)
  feed.set(now => {
    // The list has begun again meanwhile, and goes on elsewhere.
    if (now.cursor !== cursor) return now
    return { ...now, ids: [...new Set([...(now.ids ?? []), ...more])], cursor: page.nextCursor }
  })
}

export function addToFeed(post: Post) {
  putPosts([post])
  feed.set(now => (isNew(now, post.id) ? { ...now, fresh: [post.id, ...now.fresh] } : now))
}

/** Where there is more between the new posts and those that were shown, the list goes on from the new ones. */
export function showFresh() {
  feed.set(now => {
    const shown = { ...now, fresh: [], gap: null }
    if (now.gap !== null) return { ...shown, ids: now.fresh, cursor: now.gap }
    return { ...shown, ids: [...now.fresh, ...(now.ids ?? [])] }
  })
}

export function removeFromFeed(id: string) {
  removeEverywhere(id)
  dropPost(id)
}

/** One's own new post: at the top at once, or as soon as its photos are ready. */
export function addOwnPost(post: Post) {
  putPosts([post])
  removeEverywhere(post.id)
  const list = post.status === 'published' ? 'ids' : 'pending'
  feed.set(now => ({ ...now, [list]: [post.id, ...(now[list] ?? [])] }))
  if (list === 'pending') nextCheck = setTimeout(checkPending, 4_000)
}

let nextCheck: ReturnType<typeof setTimeout> | undefined

/** Asks which of one's own posts wait for photos; those that do no longer are published, or gone. Events only make it sooner. */
export async function checkPending() {
  clearTimeout(nextCheck)
  const before = feed.get().pending
  try {
    const { items } = await client.call('posts.pending', { limit: 100 })
    putPosts(items)
    const waiting = items.map(post => post.id)
    for (const id of before) if (!waiting.includes(id)) await settle(id)
    feed.set(now => ({
      ...now,
      pending: [...now.pending.filter(id => !waiting.includes(id) && !before.includes(id)), ...waiting],
    }))
  } catch {
    // Asked again below, or when the connection is back.
  }
  if (feed.get().pending.some(isProcessing)) nextCheck = setTimeout(checkPending, 4_000)
}

async function settle(id: string) {
  const post = await loadPost(id).catch(() => null)
  if (!feed.get().pending.includes(id)) return
  if (post?.status === 'published') addPublished(post)
  else removeEverywhere(id)
}

/** Publishes one's own post without the photos that could not be processed; it waits for those that still are. */
export async function publishWithoutFailed({ id, media }: Post) {
  const mediaIds = media.filter(each => each.status !== 'failed').map(each => each.id)
  const post = await client.call('posts.edit', { postId: id, mediaIds })
  if (post.status === 'published') addPublished(post)
  else addOwnPost(post)
}

function addPublished(post: Post) {
  addOwnPost(post)
  toast('Your post is live.')
}

const isProcessing = (id: string) => postOf(id)?.media.some(each => each.status === 'processing')

/** After what changes whose posts belong here. */
export async function reloadFeed() {
  feed.set(now => ({ ...now, ids: null, cursor: null, fresh: [], gap: null }))
  await refreshFeed()
}

function removeEverywhere(id: string) {
  const without = (ids: string[]) => ids.filter(each => each !== id)
  feed.set(now => ({
    ...now,
    ids: now.ids && without(now.ids),
    fresh: without(now.fresh),
    pending: without(now.pending),
  }))
}

const isNew = (now: Feed, id: string) =>
  !now.ids?.includes(id) && !now.fresh.includes(id) && !now.pending.includes(id) && postOf(id) !== undefined
