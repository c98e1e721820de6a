import type { Post } from '#contract'
import { client } from '../client.ts'
import { dropPost, loadPost, postOf, putPosts } from './posts.ts'
import { createStore } from './store.ts'
import { complain, toast } from './toasts.ts'

type Feed = {
  /** What is shown, newest first; null before the first page. */
  ids: string[] | null
  cursor: string | null
  /** What has come since and waits behind the "New posts" pill. */
  fresh: string[]
  /** One's own posts whose photos are still being processed. */
  pending: string[]
  failed: boolean
}

export const feed = createStore<Feed>({ ids: null, cursor: null, fresh: [], pending: [], failed: false })

/** The first page: shown where there is none, else what is new in it waits behind the pill. */
export async function refreshFeed() {
  try {
    const page = await client.call('feed.home', { limit: 10 })
    putPosts(page.items)
    const ids = page.items.map(post => post.id)
    feed.set(now => {
      if (!now.ids?.length) return { ...now, ids, cursor: page.nextCursor, failed: false }
      return { ...now, fresh: [...new Set([...ids.filter(id => isNew(now, id)), ...now.fresh])] }
    })
  } catch {
    feed.set(now => ({ ...now, failed: now.ids === null }))
  }
}

let loading: Promise<void> | null = null

export function loadMoreOfFeed() {
  const { cursor } = feed.get()
  if (!cursor || loading) return
  loading = client
    .call('feed.home', { cursor, limit: 10 })
    .then(page => {
      putPosts(page.items)
      const more = page.items.map(post => post.id)
      feed.set(now => ({ ...now, ids: [...new Set([...(now.ids ?? []), ...more])], cursor: page.nextCursor }))
    })
    .catch(complain)
    .finally(() => {
      loading = null
    })
}

export function addToFeed(post: Post) {
  putPosts([post])
  feed.set(now => (isNew(now, post.id) ? { ...now, fresh: [post.id, ...now.fresh] } : now))
}

export function showFresh() {
  feed.set(now => ({ ...now, ids: [...now.fresh, ...(now.ids ?? [])], fresh: [] }))
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

/** Looks whether posts that were being processed are published by now; events only make it sooner. */
export async function checkPending() {
  clearTimeout(nextCheck)
  for (const id of feed.get().pending) {
    const post = await loadPost(id).catch(() => null)
    if (post?.status !== 'published' || !feed.get().pending.includes(id)) continue
    removeEverywhere(id)
    feed.set(now => ({ ...now, ids: [id, ...(now.ids ?? [])] }))
    toast('Your post is live.')
  }
  if (feed.get().pending.length > 0) nextCheck = setTimeout(checkPending, 4_000)
}

/** After what changes whose posts belong here. */
export async function reloadFeed() {
  feed.set(now => ({ ...now, ids: null, cursor: null, fresh: [] }))
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
