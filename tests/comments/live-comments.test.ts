import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent } from '#support/events/next-event'
import { people } from '#support/people/people'

const app = useApp()

it('the notifications of a comment that is hidden or deleted leave at once', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const { id: parentId } = await bob.client.call('comments.create', { postId, text: 'First' })
  const { id: commentId } = await cy.client.call('comments.create', { postId, parentId, text: 'Second' })
  await ann.client.call('users.setSettings', { hiddenWords: ['third'] })
  const head = () => headOf(app, bob.id, 'notifications')
  const unread = async () => (await bob.client.call('notifications.unread', {})).unread
  const steps = [[await head(), await unread()]]
  for (const text of ['Third', 'Fourth']) {
    await cy.client.call('comments.edit', { commentId, text })
    steps.push([await head(), await unread()])
  }
  await cy.client.call('comments.delete', { commentId })
  steps.push([await head(), await unread()])
  expect(steps).toEqual([
    [1, 1],
    [2, 0],
    [3, 1],
    [4, 0],
  ])
})

it('edits, likes, pins and placeholders of comments are pushed to those who watch the post', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'One' })
  await cy.client.call('posts.watch', { postId })
  const heard = await hear(cy.client, 'post.activity')
  const next = (is: (comment: { text: string; counts: { likes: number }; pinned: boolean }) => boolean) =>
    nextEvent(cy.client, 'post.activity', update => update.comments.some(is))

  const edited = next(comment => comment.text === 'Two')
  await bob.client.call('comments.edit', { commentId, text: 'Two' })
  expect(await edited).toMatchObject({
    counts: { comments: 1 },
    comments: [{ id: commentId, text: 'Two', editedAt: expect.any(String) }],
    removedCommentIds: [],
  })
  const liked = next(comment => comment.counts.likes === 2)
  for (const { client } of [ann, cy]) await client.call('comments.like', { commentId })
  expect((await liked).comments).toMatchObject([{ id: commentId, counts: { likes: 2, replies: 0 } }])
  const pinned = next(comment => comment.pinned)
  await ann.client.call('comments.pin', { commentId })
  expect((await pinned).comments).toMatchObject([{ id: commentId, pinned: true, counts: { likes: 2 } }])
  const deleted = nextEvent(cy.client, 'post.activity', update => update.counts.comments === 1 && update.version > 3)
  await ann.client.call('comments.create', { postId, text: 'A reply', parentId: commentId })
  await bob.client.call('comments.delete', { commentId })
  expect((await deleted).removedCommentIds).toEqual([])
  const { comments } = await nextOr(heard, update => update.comments.some(each => each.deletedAt !== null))
  expect(comments.find(each => each.id === commentId)).toMatchObject({ text: '', author: { username: 'deleted' } })
  expect(heard.every(({ payload }) => payload.comments.every(comment => !('viewer' in comment)))).toBe(true)

  async function nextOr(
    list: typeof heard,
    is: (update: (typeof heard)[number]['payload']) => boolean,
  ): Promise<(typeof heard)[number]['payload']> {
    const found = list.find(({ payload }) => is(payload))
    return found ? found.payload : nextEvent(cy.client, 'post.activity', is)
  }
})

it('likes of very many comments at once leave some out of an update, and never ask for the list again', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const ids: string[] = []
  for (let i = 0; i < 30; i += 1) ids.push((await ann.client.call('comments.create', { postId, text: `${i}` })).id)
  await bob.client.call('posts.watch', { postId })
  const heard = await hear(bob.client, 'post.activity')
  const last = nextEvent(bob.client, 'post.activity', update => update.counts.likes === 1)
  await Promise.all(ids.map(commentId => ann.client.call('comments.like', { commentId })))
  await ann.client.call('posts.like', { postId })
  await last
  const updates = heard.map(({ payload }) => payload)
  expect(updates.some(update => update.comments.length > 0)).toBe(true)
  expect(updates.every(update => update.comments.length <= 20 && update.more === undefined)).toBe(true)
})
