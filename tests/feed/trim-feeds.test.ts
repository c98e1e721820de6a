import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { crowd } from '#support/people/crowd'
import { people } from '#support/people/people'

const app = useApp()

/** Lets the job trim all feeds once. */
async function trim() {
  await app.engine.transact(async ctx => ctx.enqueue('feeds.trim', { after: null }))
  await until(
    () => app.query(`select 1 from task where job = 'feeds.trim' and run_at > now() + interval '5 minutes'`),
    waiting => waiting.length === 1,
  )
}

it('every feed keeps its newest five hundred entries, and older posts can still be read', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  for (const one of [bob, cy]) await one.client.call('users.follow', { username: ann.name })
  // More people than one go looks at: the feeds after them are trimmed too.
  await crowd(app, 600)
  await app.query(
    `with made as (
      insert into post (author_id, caption, status, published_at)
      select ?, 'Post ' || n, 'published', now() - n * interval '1 minute' from generate_series(1, 520) n
      returning id, author_id, published_at, caption
    ) insert into feed_entry (owner_id, post_id, author_id, published_at)
      select owner.id, made.id, author_id, published_at from made, users owner
      where owner.id = ? or (owner.id = ? and made.caption in ('Post 1', 'Post 520'))
        or owner.id = (select id from users order by id desc limit 1)`,
    [ann.id, bob.id, cy.id],
  )
  await trim()
  const left = await app.query(
    `select count(*)::int as count, min(caption) filter (where caption in ('Post 500', 'Post 501')) as lowest
      from feed_entry join post on post.id = post_id group by owner_id order by count desc`,
  )
  expect(left).toEqual([
    { count: 500, lowest: 'Post 500' },
    { count: 500, lowest: 'Post 500' },
    { count: 2, lowest: null },
  ])
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof home>> = await home(cursor)
    seen.push(...page.items.map(({ caption }) => caption))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(Array.from({ length: 520 }, (_, i) => `Post ${i + 1}`))

  function home(at: string | null) {
    return bob.client.call('feed.home', { limit: 100, ...(at && { cursor: at }) })
  }
})
