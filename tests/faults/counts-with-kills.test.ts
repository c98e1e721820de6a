import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { expectExactCounts } from '#support/database/exact-counts'
import { clientFor, crowd, type Member } from '#support/people/crowd'
import { besideNode, secret, startNode } from '#support/process/start-node'

/** After so many acknowledged calls a node is killed. */
const kills = [500, 1200]

it('every count equals its rows at every read while 500 users act on two nodes that are killed now and then', async () => {
  const redis = await startRedis({ own: true })
  onTestFinished(() => redis.stop())
  const env = {
    HOST: '127.0.0.1',
    DATABASE_URL: await createDatabase(),
    DATA_DIR: await temporaryFolder(),
    JWT_SECRET: secret,
    REDIS_URL: redis.url,
    MAILBOX: 'on',
    LOG_LEVEL: 'silent',
  }
  const nodes = [await startNode(env), await startNode(env)]
  const ports = nodes.map(node => node.port)
  const outside = await besideNode(env.DATABASE_URL, ports[0] as number)
  const everybody = await crowd(outside, 500)
  const [ann] = everybody as [Member]

  const at = (member: Member, port = ports[Math.floor(Math.random() * 2)] as number) =>
    clientFor({ ...outside, port }, member, 'http')
  const author = at(ann)
  const posts = await Promise.all(
    ['one', 'two', 'three'].map(word => author.call('posts.create', { caption: `The ${word} #light` })),
  )
  const comments = await Promise.all(
    posts.map(({ id }) => author.call('comments.create', { postId: id, text: 'The first' })),
  )
  author.close()

  let acked = 0
  const reads: Promise<void>[] = []
  let restarting = Promise.resolve()
  /** Kills one of the nodes after so many acknowledgements, and starts it again in its place. */
  const acknowledge = () => {
    acked += 1
    if (acked % 100 === 0) reads.push(expectExactCounts(outside))
    const which = kills.indexOf(acked)
    if (which < 0) return
    const i = which % 2
    restarting = restarting.then(async () => {
      await nodes[i]?.kill()
      nodes[i] = await startNode(env, ports[i])
    })
  }

  const act = async (member: Member, i: number) => {
    const client = at(member)
    const { id: postId } = posts[i % 3] as { id: string }
    const { id: commentId } = comments[i % 3] as { id: string }
    const create = { idempotencyKey: randomUUID() }
    const share = { idempotencyKey: randomUUID() }
    const acts = [
      () => client.call('posts.like', { postId }),
      () => client.call('comments.like', { commentId }),
      () => client.call('posts.save', { postId }),
      ...(i % 5 === 0
        ? [() => client.call('posts.create', { caption: 'Also #light', sharedPostId: postId }, create)]
        : []),
      ...(i % 5 === 1 ? [() => client.call('posts.share', { postId, usernames: [ann.name] }, share)] : []),
      ...(i % 3 === 0 ? [() => client.call('comments.unlike', { commentId })] : []),
      ...(i % 4 === 0 ? [() => client.call('posts.unlike', { postId })] : []),
    ]
    for (const once of acts) {
      for (;;) {
        try {
          await once()
          break
        } catch (error) {
          expect(error).toMatchObject({ code: 'unavailable' })
          await restarting
        }
      }
      acknowledge()
    }
    client.close()
  }

  await Promise.all(everybody.slice(1).map(act))
  await Promise.all(reads)
  expect(reads.length).toBeGreaterThan(10)
  await restarting

  await expectExactCounts(outside)
  const of = (one: number, keep: (i: number) => boolean) =>
    everybody.slice(1).filter((_, i) => i % 3 === one && keep(i)).length
  const found = await outside.query<{ likes: number; shares: number; commentLikes: number; saves: number }>(
    `select post.like_count as likes, post.share_count as shares, comment.like_count as "commentLikes",
      (select count(*)::int from post_save where post_id = post.id) as saves
    from post join comment on comment.post_id = post.id where post.id = any(?) order by post.id`,
    [posts.map(post => post.id)],
  )
  expect(found).toEqual(
    posts
      .map((post, one) => ({
        id: post.id,
        likes: of(one, i => i % 4 !== 0),
        shares: of(one, i => i % 5 < 2),
        commentLikes: of(one, i => i % 3 !== 0),
        saves: of(one, () => true),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id: _, ...counts }) => counts),
  )
  expect(await outside.query('select post_count from hashtag where tag = ?', ['light'])).toEqual([
    { post_count: 3 + everybody.slice(1).filter((_, i) => i % 5 === 0).length },
  ])
}, 240_000)
