import { beforeAll, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { clientFor, crowd, inside, type Member } from '#support/people/crowd'
import { person } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
let everybody: Member[]
beforeAll(async () => {
  everybody = await crowd(app, 500)
})

const rowsOf = async (postId: string) => {
  const [row] = await app.query<{ count: number; rows: number }>(
    `select like_count as count, (select count(*)::int from post_like where post_id = post.id) as rows
      from post where id = ?`,
    [postId],
  )
  return row
}

overBothTransports('many users', transport => {
  it('give 500 likes at once: the count is exactly 500, and liking twice changes nothing', async () => {
    const ann = await person(app, 'ann')
    const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
    const clients = everybody.map(member => clientFor(app, member, transport))
    try {
      if (transport === 'socket') await Promise.all(clients.map(client => client.connect('posts')))
      const answers = await Promise.all(clients.map(client => client.call('posts.like', { postId })))
      expect(Math.max(...answers.map(answer => answer.counts.likes))).toBe(500)
      expect(answers.every(answer => answer.liked && answer.counts.likes >= 1)).toBe(true)
      expect(await ann.client.call('posts.get', { postId })).toMatchObject({ counts: { likes: 500 } })
      expect(await rowsOf(postId)).toEqual({ count: 500, rows: 500 })

      const again = await Promise.all(clients.map(client => client.call('posts.like', { postId })))
      expect(new Set(again.map(answer => answer.counts.likes))).toEqual(new Set([500]))
      expect(await rowsOf(postId)).toEqual({ count: 500, rows: 500 })
    } finally {
      for (const client of clients) client.close()
    }
  })
})

it('the count of likes equals the rows at every read while 50 users like and unlike at random', async () => {
  const ann = await person(app, 'ann')
  const posts = await Promise.all(['one', 'two', 'three'].map(caption => ann.client.call('posts.create', { caption })))
  const standing = new Map<string, boolean>()
  let done = false

  const act = async ({ viewer }: Member) => {
    for (let i = 0; i < 30; i += 1) {
      const postId = posts[Math.floor(Math.random() * posts.length)]?.id ?? ''
      const like = Math.random() < 0.6
      const { liked } = await app.run(like ? 'posts.like' : 'posts.unlike', { postId }, { viewer, from: inside })
      expect(liked).toBe(like)
      standing.set(`${viewer.id} ${postId}`, like)
    }
  }
  const read = async () => {
    let reads = 0
    for (; !done; reads += 1) {
      const post = posts[reads % posts.length]
      const postId = post?.id ?? ''
      const row = await rowsOf(postId)
      expect(row?.count).toBe(row?.rows)
      const { counts } = await ann.client.call('posts.get', { postId })
      expect(counts.likes).toBeGreaterThanOrEqual(0)
      expect(counts.likes).toBeLessThanOrEqual(50)
    }
    return reads
  }
  const reading = read()
  await Promise.all(everybody.slice(0, 50).map(act)).finally(() => {
    done = true
  })
  expect(await reading).toBeGreaterThan(3)
  for (const { id } of posts) {
    const left = [...standing].filter(([key, liked]) => liked && key.endsWith(id)).length
    expect(await rowsOf(id)).toEqual({ count: left, rows: left })
    expect(await ann.client.call('posts.get', { postId: id })).toMatchObject({ counts: { likes: left } })
  }
})
