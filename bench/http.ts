import { openHttpConnection } from './support/http-connection.ts'
import { alternate, ask, connectAll, load } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import { processorTime } from './support/processor-time.ts'
import type { Bench } from './support/servers.ts'

const rounds = 5

/**
 * Over 32 persistent connections: likes of one post, in turn with the same over sockets; and signed-in profile reads, in turn with
 * Hono with a token and one query.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 1000)
  const [postId = ''] = await makePosts(bench, users[999]?.id ?? '', 1)
  const bare = await bench.startBare('bench/bare/server.ts')
  const tokens = users.slice(0, 32).map(user => user.token)
  const sockets = await connectAll(bench.url, 'posts', tokens)
  const connect = async (url: string) => Promise.all(tokens.map(() => openHttpConnection(url)))
  const [ours, theirs] = [await connect(bench.url), await connect(bare.url)]

  const by32 =
    ({ child }: Bench['server'], work: (loop: number, turn: number) => Promise<unknown>) =>
    () =>
      processorTime(bench, child.pid ?? 0, () => load(32, milliseconds / rounds, work))
  const connection = (all: typeof ours, loop: number) => all[loop] as (typeof ours)[number]
  const read = (all: typeof ours, path: string) => (loop: number, turn: number) => {
    const user = users[(loop * 31 + turn) % users.length]
    return connection(all, loop).get(`${path}${user?.username}`, tokens[loop] ?? '')
  }
  const results = {
    likes: await alternate(
      rounds,
      by32(bench.server, (loop, turn) =>
        connection(ours, loop).send(turn % 2 === 0 ? 'PUT' : 'DELETE', `/v1/posts/${postId}/like`, tokens[loop] ?? ''),
      ),
      {
        sockets: by32(bench.server, (loop, turn) =>
          ask(sockets[loop] as (typeof sockets)[number], turn % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId }),
        ),
      },
    ),
    reads: await alternate(rounds, by32(bench.server, read(ours, '/v1/users/')), {
      bare: by32(bare, read(theirs, '/profile/')),
    }),
  }
  for (const one of [...ours, ...theirs, ...sockets]) one.close()
  return results
}
