import { raw } from '@mikro-orm/postgresql'
import { ownPost } from '#changes/own-post'
import { handle } from '#core/handler'
import { invalid, refuse } from '#core/refusal'
import { Post, PostMedia } from '#entities'
import { viewPosts } from '#views/post-view'
import { seenBy } from '#views/view'

export const editPost = handle('posts.edit', async ({ postId, ...changes }, ctx) => {
  await ownPost(ctx.em, ctx.viewer.id, postId)
  if (changes.caption?.trim() === '' && (await ctx.em.count(PostMedia, { postId })) === 0) {
    return invalid({ caption: 'is needed where there are no photos' })
  }
  await ctx.em.nativeUpdate(Post, { id: postId }, { ...changes, editedAt: raw('now()'), version: raw('version + 1') })
  const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  return post ?? refuse('not_found', 'There is no such post.')
})
