import { randomUUID } from 'node:crypto'
import { ask, connectAll, load, median } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

/** Comments on one post by 32 users over sockets, each with an idempotency key. */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 33)
  const [postId = ''] = await makePosts(bench, users[32]?.id ?? '', 1)
  const writers = users.slice(0, 32).map(user => user.token)
  const sockets = await connectAll(bench.url, 'posts', writers)
  const figures = []
  for (let run = 0; run < 3; run += 1) {
    figures.push(
      await load(writers.length, milliseconds / 3, loop =>
        ask(sockets[loop] as (typeof sockets)[number], 'comments.create', {
          postId,
          text: 'Lovely light.',
          idempotencyKey: randomUUID(),
        }),
      ),
    )
  }
  for (const socket of sockets) socket.close()
  const wrong = await bench.sql.query(
    'select id from post where comment_count <> (select count(*) from comment where post_id = post.id)',
  )
  return { ...median(figures), exact: wrong.rowCount === 0 }
}
