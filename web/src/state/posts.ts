import type { PayloadOf, Post } from '#contract'
import { client, isGone } from '../client.ts'
import { queries } from './queries.ts'
import { me } from './session.ts'
import { createStore, lookUp, useStore } from './store.ts'
import { toastError } from './toasts.ts'

/** All loaded posts by id, so that a like shows everywhere. */
const posts = createStore<Record<string, Post>>({})

export const usePost = (id: string): Post | undefined => useStore(posts, now => lookUp(now, id))
export const postOf = (id: string): Post | undefined => lookUp(posts.get(), id)

export function putPosts(some: readonly Post[]) {
  posts.set(now => ({
    ...now,
    ...Object.fromEntries(some.map(post => [post.id, keepNewestCounts(now[post.id], post)])),
  }))
}

export function dropPost(id: string) {
  posts.set(({ [id]: _, ...rest }) => rest)
}

/** Removes a post if it no longer exists, for changes without an event. */
export const dropPostIfGone = (id: string): Promise<unknown> =>
  client.call('posts.get', { postId: id }).catch(error => isGone(error) && dropPost(id))

/** Loads a post, also to renew its image URLs. */
export async function loadPost(id: string): Promise<Post> {
  const post = await client.call('posts.get', { postId: id })
  putPosts([post])
  return post
}

export function applyActivity(activity: PayloadOf<'post.activity'>) {
  if (activity.deleted) return dropPost(activity.postId)
  // Spread over a second, since all viewers of the post receive the update at once.
  if (activity.changed) setTimeout(() => loadPost(activity.postId).catch(() => undefined), Math.random() * 1_000)
  change(activity.postId, post =>
    activity.version >= post.version ? { ...post, version: activity.version, counts: activity.counts } : post,
  )
}

/** Likes or unlikes optimistically, and reverts on failure. */
export async function setLiked(id: string, liked: boolean) {
  const before = postOf(id)
  if (!before || before.viewer.liked === liked) return
  change(id, post => withLike(post, liked, post.counts.likes + (liked ? 1 : -1)))
  try {
    const result = await client.call(liked ? 'posts.like' : 'posts.unlike', { postId: id })
    // A live update that arrived in the meantime is newer than the response, or will be followed by one that is.
    change(id, post => (post.version === before.version ? withLike(post, liked, result.counts.likes) : post))
  } catch (error) {
    change(id, post =>
      post.viewer.liked === liked ? withLike(post, !liked, post.counts.likes - (liked ? 1 : -1)) : post,
    )
    toastError(error)
  }
}

/** Removes the viewer from the photos of a post, for good. */
export async function removeOwnTag(id: string): Promise<boolean> {
  try {
    await client.call('posts.removeTag', { postId: id })
    await loadPost(id)
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

/** A post was saved with something else that was done. */
export const markSaved = (id: string) => change(id, post => ({ ...post, viewer: { ...post.viewer, saved: true } }))

export async function setSaved(id: string, saved: boolean) {
  const set = (value: boolean) => change(id, post => ({ ...post, viewer: { ...post.viewer, saved: value } }))
  set(saved)
  try {
    await client.call(saved ? 'posts.save' : 'posts.unsave', { postId: id })
    if (!saved) void queries.invalidateQueries({ queryKey: ['collections'] })
  } catch (error) {
    set(!saved)
    toastError(error)
  }
}

export function countComment(id: string, by: 1 | -1) {
  change(id, post => ({ ...post, counts: { ...post.counts, comments: Math.max(0, post.counts.comments + by) } }))
}

const withLike = (post: Post, liked: boolean, likes: number): Post => ({
  ...post,
  viewer: { ...post.viewer, liked },
  counts: { ...post.counts, likes: seesLikes(post) ? Math.max(0, likes) : 0 },
})

const seesLikes = ({ likesHidden, author }: Post) => !likesHidden || author.id === me.get()?.id

function change(id: string, how: (post: Post) => Post) {
  posts.set(now => (now[id] ? { ...now, [id]: how(now[id]) } : now))
}

/** A list requested earlier may arrive after a newer live update. */
const keepNewestCounts = (known: Post | undefined, post: Post): Post =>
  known && known.version > post.version ? { ...post, version: known.version, counts: known.counts } : post
