import { expect, it } from 'vitest'
import type { PayloadOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const text = '🌅 @Ann and #Cafe\u0301: see https://example.org/@ann#top, not ann@example.org'
const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length })
const entities = [
  { kind: 'mention', ...at('@Ann'), username: 'ann' },
  { kind: 'hashtag', ...at('#Cafe\u0301'), tag: 'café' },
  { kind: 'link', ...at('https://example.org/@ann#top'), url: 'https://example.org/@ann#top' },
]

overBothTransports('the entities', transport => {
  it('of a caption come with the post wherever it is shown, and change with it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const post = await ann.client.call('posts.create', { caption: text })
    expect(post).toMatchObject({ caption: text, entities, hashtags: ['café'], mentions: [] })
    const { items } = await until(
      () => bob.client.call('feed.home', {}),
      feed => feed.items.length === 1,
    )
    expect(items[0]).toMatchObject({ entities, hashtags: ['café'] })
    expect(await ann.client.call('posts.edit', { postId: post.id, caption: 'Plain' })).toMatchObject({
      entities: [],
      hashtags: [],
    })
  })

  it('of a comment come with it, in the list and in the response to the call', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    expect(await bob.client.call('comments.create', { postId, text })).toMatchObject({ text, entities })
    expect((await ann.client.call('comments.list', { postId })).items).toMatchObject([{ text, entities }])
  })

  it('of a message come with it, in the list and in the conversation', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    expect(await ann.client.call('messages.send', { conversationId, text })).toMatchObject({ text, entities })
    expect((await bob.client.call('messages.list', { conversationId })).items).toMatchObject([{ text, entities }])
    const { lastMessage } = await bob.client.call('conversations.get', { conversationId })
    expect(lastMessage).toMatchObject({ text, entities })
  })

  it('of a bio come with the profile', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    expect(await ann.client.call('users.update', { bio: text })).toMatchObject({ bio: text, entities })
    expect(await bob.client.call('users.get', { username: ann.name })).toMatchObject({ bio: text, entities })
  })
})

it('live comments and messages carry their entities', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'], 'socket')
  const updates: PayloadOf<'post.activity'>[] = []
  const messages: PayloadOf<'message.received'>[] = []
  ann.client.on('post.activity', update => updates.push(update))
  ann.client.on('message.received', message => messages.push(message))
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  await ann.client.call('posts.watch', { postId })
  await bob.client.call('comments.create', { postId, text })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await bob.client.call('messages.send', { conversationId, text })
  await until(
    async () => [updates.flatMap(update => update.comments), messages.map(({ message }) => message)] as const,
    ([comments, received]) => comments.length > 0 && received.length > 0,
  )
  expect(updates.flatMap(update => update.comments)[0]).toMatchObject({ text, entities })
  expect(messages[0]?.message).toMatchObject({ text, entities })
})
