import { expect, it, onTestFinished } from 'vitest'
import { createClient, type HeliographClient } from '#client'
import { temporaryFolder } from '#support/app/temporary-folder'
import { until } from '#support/events/next-event'
import { password } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { startNode } from '#support/process/start-node'

type SentMessages = { items: { to: string; text: string }[] }

async function signUp(url: string, username: string): Promise<HeliographClient> {
  const client = createClient({ url })
  onTestFinished(() => client.close())
  const contact = `${username}@example.org`
  await client.call('auth.signUp', { contact, username, password, fullName: username })
  const messages = async () => ((await (await fetch(`${url}/dev/mailbox.json`)).json()) as SentMessages).items
  const { text = '' } =
    (await until(messages, items => items.some(one => one.to === contact))).find(one => one.to === contact) ?? {}
  await client.call('auth.verify', { code: /\d{6}/.exec(text)?.[0] ?? '' })
  await client.call('auth.skipPhoto', {})
  return client
}

it('everything acknowledged before kill -9 is there after a start on the same folder', async () => {
  const env = { HOST: '127.0.0.1', DATA_DIR: await temporaryFolder() }
  const node = await startNode(env)
  const [ann, bob] = await Promise.all([signUp(node.url, 'ann'), signUp(node.url, 'bob')])
  const { id: shown } = await ann.call('posts.create', { caption: 'Before' })
  const { id: conversationId } = await ann.call('conversations.open', { usernames: ['bob'] })
  const bytes = await photo({ width: 300, height: 200 })

  // Everybody acts until the node dies; acknowledged actions are remembered.
  const acked = {
    posts: [shown],
    photos: [] as string[],
    liked: [] as string[],
    comments: [] as string[],
    messages: [] as string[],
  }
  let killed = false
  const acts = [
    async () => {
      const { id: mediaId } = await ann.upload(fileOf(bytes))
      acked.photos.push(mediaId)
      acked.posts.push((await ann.call('posts.create', { mediaIds: [mediaId] })).id)
    },
    async () => {
      const { id: postId } = await ann.call('posts.create', { caption: 'Words' })
      acked.posts.push(postId)
      if ((await bob.call('posts.like', { postId })).liked) acked.liked.push(postId)
    },
    async () => acked.comments.push((await bob.call('comments.create', { postId: shown, text: 'A comment' })).id),
    async () => acked.messages.push((await bob.call('messages.send', { conversationId, text: 'A message' })).id),
  ]
  const acting = acts.map(async act => {
    while (!killed) await act().catch(error => expect(error).toMatchObject({ code: 'unavailable' }))
  })
  const { posts: _, ...others } = acked
  await until(
    async () => Math.min(...Object.values(others).map(list => list.length)),
    fewest => fewest >= 5,
    20_000,
  )
  killed = true
  await node.kill()
  await Promise.all(acting)

  await startNode(env, node.port)
  for (const postId of acked.liked) {
    expect(await bob.call('posts.get', { postId })).toMatchObject({ viewer: { liked: true }, counts: { likes: 1 } })
  }
  for (const postId of acked.posts) expect(await ann.call('posts.get', { postId })).toMatchObject({ id: postId })
  for (const mediaId of acked.photos) expect(await ann.call('media.get', { mediaId })).toMatchObject({ id: mediaId })
  const comments = await ann.call('comments.list', { postId: shown, limit: 100 })
  expect(comments.items.map(one => one.id)).toEqual(expect.arrayContaining(acked.comments.slice(-90)))
  const { counts } = await ann.call('posts.get', { postId: shown })
  expect(counts.comments).toBeGreaterThanOrEqual(acked.comments.length)
  const messages = await ann.call('messages.list', { conversationId, limit: 100 })
  expect(messages.items.map(one => one.id)).toEqual(expect.arrayContaining(acked.messages.slice(-90)))
  const { entries } = await ann.call('log.since', { stream: 'messages', seq: 0, limit: 500 })
  const logged = entries.map(entry => (entry.payload as { message?: { id: string } } | null)?.message?.id)
  for (const id of acked.messages) expect(logged.filter(one => one === id)).toEqual([id])
  expect(entries.map(entry => entry.seq)).toEqual(entries.map((_, i) => i + 1))
})
