import { expect, it } from 'vitest'
import type { HeliographClient } from '#client'
import { useApp } from '#support/app/use-app'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports("a private account's post", transport => {
  const waysIn = (client: HeliographClient, postId: string, commentId: string) => ({
    'posts.get': () => client.call('posts.get', { postId }),
    'posts.like': () => client.call('posts.like', { postId }),
    'posts.unlike': () => client.call('posts.unlike', { postId }),
    'posts.likers': () => client.call('posts.likers', { postId }),
    'posts.watch': () => client.call('posts.watch', { postId }),
    'posts.edit': () => client.call('posts.edit', { postId, caption: 'mine' }),
    'posts.delete': () => client.call('posts.delete', { postId }),
    'comments.create': () => client.call('comments.create', { postId, text: 'I see you' }),
    'comments.create as a reply': () =>
      client.call('comments.create', { postId, text: 'I see you', parentId: commentId }),
    'comments.list': () => client.call('comments.list', { postId }),
    'comments.replies': () => client.call('comments.replies', { commentId }),
    'comments.delete': () => client.call('comments.delete', { commentId }),
  })

  async function withPost() {
    const around = await aroundPrivateAccount(app, transport)
    const { id: postId } = await around.owner.client.call('posts.create', { caption: 'For friends' })
    const { id: commentId } = await around.owner.client.call('comments.create', { postId, text: 'Hello, friends' })
    return { ...around, postId, commentId }
  }

  it('does not exist for a stranger or for a user whose follow request is pending', async () => {
    const { owner, pending, stranger, postId, commentId } = await withPost()
    for (const { client } of [stranger, pending]) {
      for (const [way, call] of Object.entries(waysIn(client, postId, commentId))) {
        await expect(call(), way).rejects.toMatchObject({ code: 'not_found' })
      }
      await expect(client.call('users.posts', { username: owner.name })).rejects.toMatchObject({ code: 'not_found' })
      expect((await client.call('feed.home', {})).items).toEqual([])
    }
    const post = await owner.client.call('posts.get', { postId })
    expect(post).toMatchObject({ caption: 'For friends', counts: { likes: 0, comments: 1 } })
  })

  it('is shown to followers in every operation', async () => {
    const { owner, follower, postId, commentId } = await withPost()
    const ways = waysIn(follower.client, postId, commentId)
    expect(await ways['posts.get']()).toMatchObject({ id: postId })
    expect(await ways['posts.like']()).toMatchObject({ liked: true, counts: { likes: 1 } })
    expect(await ways['comments.create']()).toMatchObject({ text: 'I see you' })
    expect(await ways['posts.watch']()).toMatchObject({ post: { id: postId }, comments: [{ text: 'I see you' }, {}] })
    const { items } = await follower.client.call('users.posts', { username: owner.name })
    expect(items.map(post => post.id)).toEqual([postId])
    // Visible, but not theirs.
    await expect(ways['posts.edit']()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(ways['posts.delete']()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(ways['comments.delete']()).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is gone for a follower from the moment they unfollow', async () => {
    const { owner, follower, postId, commentId } = await withPost()
    await follower.client.call('posts.like', { postId })
    await follower.client.call('users.unfollow', { username: owner.name })
    for (const [way, call] of Object.entries(waysIn(follower.client, postId, commentId))) {
      await expect(call(), way).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await follower.client.call('feed.home', {})).items).toEqual([])
  })

  it('is not counted for a user who has only requested to follow', async () => {
    const { owner, pending } = await withPost()
    const profile = await pending.client.call('users.get', { username: owner.name })
    expect(profile.viewer).toMatchObject({ relation: 'requested', followedBy: false })
    expect(profile.counts).toMatchObject({ followers: 1, posts: 1 })
    expect((await pending.client.call('users.me', {})).counts.following).toBe(0)
    expect((await owner.client.call('users.get', { username: pending.name })).viewer.followedBy).toBe(false)
  })
})
