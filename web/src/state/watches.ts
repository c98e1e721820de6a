import { useEffect } from 'react'
import { client, isGone } from '../client.ts'
import { applyComments, applyNewest, idsOf } from './comments.ts'
import { applyActivity, dropPost, putPosts } from './posts.ts'

const watched = new Map<string, number>()

/** Watches the likes and comments of a post while `active`. */
export function useWatch(postId: string, active: boolean) {
  useEffect(() => {
    if (!active) return
    // Skip cards that are only scrolled past.
    const timer = setTimeout(() => begin(postId), 250)
    return () => {
      clearTimeout(timer)
      end(postId)
    }
  }, [postId, active])
}

export function startWatching() {
  client.on('post.activity', activity => {
    applyActivity(activity)
    applyComments(activity)
  })
  // A watch lasts as long as its connection.
  client.on('joined', ({ namespace }) => {
    if (namespace === 'posts') for (const postId of watched.keys()) void watch(postId)
  })
}

function begin(postId: string) {
  const count = watched.get(postId) ?? 0
  watched.set(postId, count + 1)
  if (count === 0) void watch(postId)
}

function end(postId: string) {
  const count = watched.get(postId)
  if (count === undefined) return
  if (count > 1) return watched.set(postId, count - 1)
  watched.delete(postId)
  client.call('posts.unwatch', { postId }).catch(() => undefined)
}

async function watch(postId: string) {
  const before = idsOf(postId)
  try {
    const { post, comments } = await client.call('posts.watch', { postId })
    putPosts([post])
    await applyNewest(postId, comments, before)
  } catch (error) {
    // After other errors, the next connection watches again.
    if (isGone(error)) dropPost(postId)
  }
}
