import type { Post } from '#contract'
import { client } from '../client.ts'
import type { Page } from './page.ts'
import { dropPost, postOf, putPosts } from './posts.ts'
import { createStore } from './store.ts'

type Feed = {
  /** The posts shown, newest first; null before the first page. */
  ids: string[] | null
  cursor: string | null
  /** Newer posts behind the "New posts" button. */
  fresh: string[]
  /** The cursor of the gap between `fresh` and `ids`; null if there is none. */
  gap: string | null
  /** The user's own unpublished posts: with photos being processed, or with a failed one. */
  pending: string[]
  /** The newest posts could not be loaded. */
  failed: boolean
}

export const feed = createStore<Feed>({ ids: null, cursor: null, fresh: [], gap: null, pending: [], failed: false })

/** Loads the first page. If posts are already shown, newer ones go to `fresh`. */
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

/** `known` holds the ids from before the request: posts that arrived since may be newer than a gap. */
function withNewest(now: Feed, { items, nextCursor }: Page<Post>, known: string[]): Feed {
  const ids = items.map(post => post.id)
  if (!now.ids?.length) return { ...now, ids, cursor: nextCursor, fresh: [], gap: null }
  // What follows the last known post is older: it moved up when another was removed, and comes with the next page.
  const last = ids.findLastIndex(id => known.includes(id))
  const end = last >= 0 && nextCursor !== null && now.cursor !== null ? last + 1 : ids.length
  const newIds = ids.slice(0, end).filter(id => isNew(now, id))
  if (newIds.length === 0) return now
  if (nextCursor === null || end < ids.length || known.includes(ids.at(-1)!))
    return { ...now, fresh: [...newIds, ...now.fresh] }
  const isNewer = (id: string) => !ids.includes(id) && !known.includes(id)
  const fresh = [...now.fresh.filter(isNewer), ...ids.filter(id => !now.pending.includes(id))]
  return { ...now, fresh, gap: nextCursor }
}

let loading: { cursor: string; page: Promise<void> } | null = null

/** Loads the next page. Rejects when it cannot be loaded. */
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
    // The feed has been reloaded in the meantime.
    if (now.cursor !== cursor) return now
    return { ...now, ids: [...new Set([...(now.ids ?? []), ...more])], cursor: page.nextCursor }
  })
}

export function addToFeed(post: Post) {
  putPosts([post])
  feed.set(now => (isNew(now, post.id) ? { ...now, fresh: [post.id, ...now.fresh] } : now))
}

/** Shows the new posts. If there is a gap before the old ones, the list continues from the new ones. */
export function showFresh() {
  feed.set(now => {
    const shown = { ...now, fresh: [], gap: null }
    if (now.gap !== null) return { ...shown, ids: now.fresh, cursor: now.gap }
    return { ...shown, ids: [...now.fresh, ...(now.ids ?? [])] }
  })
}

export function removeFromFeed(id: string) {
  removeId(id)
  dropPost(id)
}

/** Call after a change of whose posts belong in the feed. */
export async function reloadFeed() {
  feed.set(now => ({ ...now, ids: null, cursor: null, fresh: [], gap: null }))
  await refreshFeed()
}

export function removeId(id: string) {
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
