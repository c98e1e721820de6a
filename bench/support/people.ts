import type { Bench } from './servers.ts'

export type BenchUser = { id: string; username: string; token: string }

/** Inserts finished accounts with a session each. */
export async function makeUsers({ sql, credentials }: Bench, count: number): Promise<BenchUser[]> {
  const made = await sql.query<{ id: string; username: string; sid: string }>(
    `with made as (
      insert into users (username, skeleton, full_name, email, verified_at, stage)
      select 'user' || n, 'user' || n, 'User ' || n, 'user' || n || '@example.org', now(), 'done'
      from generate_series(1, $1) n returning id, username
    ), heads as (
      insert into log_head (user_id, stream) select id, unnest(array['messages', 'notifications', 'users']) from made
    ), sessions as (
      insert into session (user_id, expires_at) select id, now() + interval '1 day' from made returning id, user_id
    )
    select made.id, username, sessions.id as sid from made join sessions on user_id = made.id`,
    [count],
  )
  return made.rows.map(({ id, username, sid }) => {
    const { token } = credentials.signAccess({ userId: id, sessionId: sid, stage: 'done' })
    return { id, username, token }
  })
}

/** Inserts published posts of an author. */
export async function makePosts({ sql }: Bench, authorId: string, count: number): Promise<string[]> {
  const made = await sql.query<{ id: string }>(
    `insert into post (author_id, caption, status, published_at)
     select $1, 'Post ' || n, 'published', now() from generate_series(1, $2) n returning id`,
    [authorId, count],
  )
  await sql.query('update users set post_count = post_count + $2 where id = $1', [authorId, count])
  await sql.query('analyze')
  return made.rows.map(row => row.id)
}
