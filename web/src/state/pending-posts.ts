import type { Post } from '#contract'
import { client } from '../client.ts'
import { feed, removeId } from './feed.ts'
import { loadPost, postOf, putPosts } from './posts.ts'
import { toast } from './toasts.ts'

/** Adds the user's own new post: at the top of the feed, or to `pending` until its photos are ready. */
export function addOwnPost(post: Post) {
  putPosts([post])
  removeId(post.id)
  const list = post.status === 'published' ? 'ids' : 'pending'
  feed.set(now => ({ ...now, [list]: [post.id, ...(now[list] ?? [])] }))
  if (list === 'pending') nextCheck = setTimeout(checkPending, 4_000)
}

let nextCheck: ReturnType<typeof setTimeout> | undefined

/** Polls the user's unpublished posts. Those no longer pending were published or deleted. Events only speed this up. */
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
    // Checked again below, or when the connection is back.
  }
  if (feed.get().pending.some(isProcessing)) nextCheck = setTimeout(checkPending, 4_000)
}

async function settle(id: string) {
  const post = await loadPost(id).catch(() => null)
  if (!feed.get().pending.includes(id)) return
  if (post?.status === 'published') addPublished(post)
  else removeId(id)
}

/** Removes failed photos from the user's own post. It is published once its other photos are ready. */
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
