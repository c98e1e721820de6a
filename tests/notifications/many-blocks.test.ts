import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { rowsLookedAt } from '#support/database/queries'
import { crowd } from '#support/people/crowd'
import { person } from '#support/people/people'

const app = useApp()

it('notifications are counted and listed without reading all blocks and mutes of the viewer', async () => {
  const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
  await crowd(app, 4000)
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  await app.query(
    `with said as (
      insert into comment (post_id, author_id, text) select ?, ?, 'Hello' from generate_series(1, 1500) returning id, post_id
    ) insert into notification (user_id, kind, group_key, post_id, comment_id)
      select ?, 'comment', 'comment:' || id, post_id, id from said`,
    [postId, bob.id, ann.id],
  )
  const look = async () => {
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 1500 })
    expect((await ann.client.call('notifications.list', {})).items).toHaveLength(20)
  }
  const others = `select id from users where id not in ('${ann.id}', '${bob.id}')`
  await app.query(`insert into block (blocker_id, blocked_id) select id, '${ann.id}' from (${others}) other`)
  await app.query(`insert into block (blocker_id, blocked_id) select '${ann.id}', id from (${others}) other`)
  await app.query(`insert into mute (muter_id, muted_id) select '${ann.id}', id from (${others}) other`)
  await app.query('analyze')
  await look()
  expect(await rowsLookedAt(app, 'notification', look)).toBeGreaterThanOrEqual(1500)
  for (const table of ['block', 'mute']) expect(await rowsLookedAt(app, table, look)).toBeLessThan(100)
})
