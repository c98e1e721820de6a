import { ask, connectAll, load, median, round } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

/** Likes of one post by 32 and 256 users over sockets, and of 10,000 posts by 32; beside one statement per like. */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 257)
  const posts = await makePosts(bench, users[256]?.id ?? '', 10_000)
  const [hot = ''] = posts
  const bare = await bench.startBare('bench/bare/server.ts')
  const runs = 3

  const measureOn = async (url: string, likers: number, pick: () => string) => {
    const sockets = await connectAll(
      url,
      'posts',
      users.slice(0, likers).map(user => user.token),
    )
    const figures = []
    for (let run = 0; run < runs; run += 1) {
      figures.push(
        await load(likers, milliseconds / runs, (loop, turn) => {
          const socket = sockets[loop] as (typeof sockets)[number]
          return ask(socket, turn % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId: pick() })
        }),
      )
    }
    for (const socket of sockets) socket.close()
    return median(figures)
  }
  const any = () => posts[Math.floor(Math.random() * posts.length)] ?? ''
  const compare = async (likers: number, pick: () => string) => {
    const ours = await measureOn(bench.url, likers, pick)
    const theirs = await measureOn(bare.url, likers, pick)
    return { ...ours, bare: theirs, ratio: round(ours.perSecond / theirs.perSecond) }
  }
  const results = {
    onePost32: await compare(32, () => hot),
    onePost256: await compare(256, () => hot),
    posts10000: await compare(32, any),
  }
  const wrong = await bench.sql.query(
    'select id from post where like_count <> (select count(*) from post_like where post_id = post.id)',
  )
  return { ...results, exact: wrong.rowCount === 0 }
}
