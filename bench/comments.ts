import { randomUUID } from 'node:crypto'
import { alternate, ask, connectAll, load } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import { processorTime } from './support/processor-time.ts'
import type { Bench } from './support/servers.ts'

const rounds = 5

/**
 * Comments by 32 users over sockets, each with an idempotency key: on 10,000 posts and on one; each in turn with likes of the
 * 10,000 posts.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 33)
  const posts = await makePosts(bench, users[32]?.id ?? '', 10_000)
  const [hot = ''] = posts
  const writers = users.slice(0, 32).map(user => user.token)
  const sockets = await connectAll(bench.url, 'posts', writers)
  const any = () => posts[Math.floor(Math.random() * posts.length)] ?? ''
  const call = (event: (turn: number) => string, input: () => object) => () =>
    processorTime(bench, bench.server.child.pid ?? 0, () =>
      load(writers.length, milliseconds / rounds, (loop, turn) =>
        ask(sockets[loop] as (typeof sockets)[number], event(turn), input()),
      ),
    )
  const commentOn = (pick: () => string) =>
    call(
      () => 'comments.create',
      () => ({ postId: pick(), text: 'Lovely light.', idempotencyKey: randomUUID() }),
    )
  const likes = call(
    turn => (turn % 2 === 0 ? 'posts.like' : 'posts.unlike'),
    () => ({ postId: any() }),
  )
  const results = {
    posts10000: await alternate(rounds, commentOn(any), { likes }),
    onePost: await alternate(
      rounds,
      commentOn(() => hot),
      { likes },
    ),
  }
  for (const socket of sockets) socket.close()
  const wrong = await bench.sql.query(
    'select id from post where comment_count <> (select count(*) from comment where post_id = post.id)',
  )
  return { ...results, exact: wrong.rowCount === 0 }
}
