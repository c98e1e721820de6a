import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts } from '#support/database/exact-counts'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'

const app = useApp()

it('texts from before they were parsed on write get their entities, hashtags and mentions, and nobody is notified', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const text = `#Dawn with @${bob.name}`
  const made = [await ann.client.call('posts.create', { caption: text })]
  for (const caption of ['#dawn', 'Plain', '']) {
    made.push(await ann.client.call('posts.create', { caption: caption || '.' }))
  }
  const [{ id: postId = '' } = {}] = made
  const comment = await ann.client.call('comments.create', { postId, text })
  for (const table of ['post_hashtag', 'post_mention', 'comment_mention', 'hashtag', 'notification']) {
    await app.query(`delete from ${table}`)
  }
  await app.query('update post set entities = null')
  await app.query('update comment set entities = null')
  await app.engine.transact(async ctx => {
    ctx.enqueue('captions.index', { after: null })
    ctx.enqueue('comments.index', { after: null })
  })
  await until(
    () => app.query(`select 1 from task where job in ('captions.index', 'comments.index')`),
    left => left.length === 0,
    15_000,
  )
  expect(await app.query('select entities from post where entities is null')).toEqual([])
  expect(await app.query('select entities from comment where id = ?', [comment.id])).toEqual([
    { entities: comment.entities },
  ])
  expect(await app.query('select tag, post_count from hashtag')).toEqual([{ tag: 'dawn', post_count: 2 }])
  expect(await ann.client.call('posts.get', { postId })).toMatchObject({ mentions: [{ id: bob.id }] })
  expect(await app.query('select user_id from comment_mention')).toEqual([{ user_id: bob.id }])
  expect((await bob.client.call('notifications.list', {})).items).toEqual([])
  await expectExactCounts(app)
})
