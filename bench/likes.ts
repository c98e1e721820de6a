import { alternate, ask, connectAll, load } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import { processorTime } from './support/processor-time.ts'
import type { Bench } from './support/servers.ts'

const rounds = 5

/**
 * Likes of one post by 32 and 256 users over sockets, and of 10,000 posts by 32; each in turn with one statement per like, and with
 * an operation of the same server without a query: likes cannot be faster than that.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 257)
  const posts = await makePosts(bench, users[256]?.id ?? '', 10_000)
  const [hot = ''] = posts
  const bare = await bench.startBare('bench/bare/server.ts')
  const tokens = users.slice(0, 256).map(user => user.token)

  const likesOn = async ({ url, child }: Bench['server']) => {
    const sockets = await connectAll(url, 'posts', tokens)
    return (
      likers: number,
      pick: () => string,
      nameOf = (turn: number): string => (turn % 2 === 0 ? 'posts.like' : 'posts.unlike'),
    ) =>
      processorTime(bench, child.pid ?? 0, () =>
        load(likers, milliseconds / rounds, (loop, turn) =>
          ask(sockets[loop] as (typeof sockets)[number], nameOf(turn), { postId: pick() }),
        ),
      )
  }
  const ours = await likesOn(bench.server)
  const theirs = await likesOn(bare)
  const compare = (likers: number, pick: () => string) =>
    alternate(rounds, () => ours(likers, pick), {
      bare: () => theirs(likers, pick),
      nothing: () => ours(likers, pick, () => 'posts.unwatch'),
    })
  const any = () => posts[Math.floor(Math.random() * posts.length)] ?? ''
  const results = {
    posts10000: await compare(32, any),
    onePost32: await compare(32, () => hot),
    onePost256: await compare(256, () => hot),
  }
  const wrong = await bench.sql.query(
    'select id from post where like_count <> (select count(*) from post_like where post_id = post.id)',
  )
  return { ...results, exact: wrong.rowCount === 0 }
}
