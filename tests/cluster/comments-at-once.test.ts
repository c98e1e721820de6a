import { beforeAll, expect, it } from 'vitest'
import { useCluster } from '#support/cluster/use-cluster'
import { expectExactCounts } from '#support/database/exact-counts'
import { crowd, inside, type Member } from '#support/people/crowd'
import { person } from '#support/people/people'

const { a, b } = useCluster()
let everybody: Member[]
beforeAll(async () => {
  everybody = await crowd(a, 500)
})

const nodeOf = (i: number) => (i % 2 === 0 ? a : b)

const rowsOf = (postId: string) =>
  a.query<{ id: string; count: number; rows: number }>(
    `select id, like_count as count, (select count(*)::int from comment_like where comment_id = comment.id) as rows
      from comment where post_id = ?`,
    [postId],
  )

it('500 likes of a comment at once on two nodes are exactly 500, and liking twice changes nothing', async () => {
  const ann = await person(a, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  const { id: commentId } = await ann.client.call('comments.create', { postId, text: 'Look' })
  const like = () =>
    Promise.all(
      everybody.map(({ viewer }, i) => nodeOf(i).run('comments.like', { commentId }, { viewer, from: inside })),
    )
  const answers = await like()
  expect(Math.max(...answers.map(answer => answer.counts.likes))).toBe(500)
  expect(new Set((await like()).map(answer => answer.counts.likes))).toEqual(new Set([500]))
  expect(await rowsOf(postId)).toEqual([{ id: commentId, count: 500, rows: 500 }])
})

it('the counts of comments equal the rows at every read while 50 users on two nodes like, reply, pin and delete at random', async () => {
  const ann = await person(a, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  const roots = await Promise.all(
    ['one', 'two', 'three'].map(text => ann.client.call('comments.create', { postId, text })),
  )
  let done = false
  const act = async ({ viewer }: Member, who: number) => {
    const app = nodeOf(who)
    const call = { viewer, from: inside }
    const replies: string[] = []
    for (let i = 0; i < 20; i += 1) {
      const commentId = roots[Math.floor(Math.random() * roots.length)]?.id ?? ''
      const dice = Math.random()
      if (dice < 0.4) await app.run('comments.like', { commentId }, call)
      else if (dice < 0.65) await app.run('comments.unlike', { commentId }, call)
      else if (dice < 0.85 || replies.length === 0) {
        replies.push((await app.run('comments.create', { postId, text: 'Yes', parentId: commentId }, call)).id)
      } else await app.run('comments.delete', { commentId: replies.pop() ?? '' }, call)
    }
  }
  const read = async () => {
    let reads = 0
    for (; !done; reads += 1) {
      for (const { count, rows } of await rowsOf(postId)) expect(count).toBe(rows)
      await expectExactCounts(b)
      const { items } = await ann.client.call('comments.list', { postId, order: 'top' })
      expect(items.every(({ counts }) => counts.likes >= 0 && counts.likes <= 50)).toBe(true)
    }
    return reads
  }
  const pin = async () => {
    for (let i = 0; !done; i += 1) {
      const commentId = roots[i % roots.length]?.id ?? ''
      await ann.client.call(i % 2 === 0 ? 'comments.pin' : 'comments.unpin', { commentId })
    }
  }
  const beside = Promise.all([read(), pin()])
  await Promise.all(everybody.slice(0, 50).map(act)).finally(() => {
    done = true
  })
  const [reads] = await beside
  expect(reads).toBeGreaterThan(3)
  await expectExactCounts(b)
})
