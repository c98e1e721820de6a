import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { crowd, inside } from '#support/people/crowd'
import { people } from '#support/people/people'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const nowhere = '01990a4e-7c00-7000-8000-000000000030'

overBothTransports('comments', transport => {
  const underPost = async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const write = (one: typeof ann, text: string, parentId?: string) =>
      one.client.call('comments.create', { postId, text, ...(parentId && { parentId }) })
    const counts = async () => (await cy.client.call('posts.get', { postId })).counts.comments
    const texts = async () => (await cy.client.call('comments.list', { postId })).items.map(comment => comment.text)
    return { ann, bob, cy, postId, write, counts, texts }
  }

  it('are listed newest first and replies oldest first, page by page', async () => {
    const { bob, cy, postId, write, counts } = await underPost()
    const first = await write(bob, 'One')
    expect(first).toMatchObject({
      postId,
      text: 'One',
      parentId: null,
      replyTo: null,
      counts: { likes: 0, replies: 0 },
    })
    expect(first).toMatchObject({ author: { id: bob.id }, viewer: { liked: false }, pinned: false, editedAt: null })
    for (const text of ['Two', 'Three']) await write(cy, text)
    for (const text of ['a', 'b', 'c']) await write(cy, text, first.id)
    expect(await counts()).toBe(6)

    const texts = (pages: { text: string }[][]) => pages.map(page => page.map(comment => comment.text))
    const comments = await allPages(cursor => bob.client.call('comments.list', { postId, limit: 2, ...cursor }))
    expect(texts(comments)).toEqual([['Three', 'Two'], ['One']])
    const about = { commentId: first.id, limit: 2 }
    const replies = await allPages(cursor => bob.client.call('comments.replies', { ...about, ...cursor }))
    expect(texts(replies)).toEqual([['a', 'b'], ['c']])
    const { items } = await bob.client.call('comments.list', { postId })
    expect(items.map(comment => comment.counts.replies)).toEqual([0, 0, 3])
  })

  it('keep a reply to a reply in its thread, and say whom it replies to', async () => {
    const { ann, bob, cy, write } = await underPost()
    const first = await write(ann, 'One')
    const reply = await write(bob, 'Two', first.id)
    expect(reply).toMatchObject({ parentId: first.id, replyTo: { id: ann.id } })
    const further = await write(cy, 'Three', reply.id)
    expect(further).toMatchObject({ parentId: first.id, replyTo: { id: bob.id } })
    const { items } = await cy.client.call('comments.replies', { commentId: first.id })
    expect(items).toEqual([reply, further])
  })

  it('can be deleted by their author and the author of the post, and by nobody else', async () => {
    const { ann, bob, cy, write, counts, texts } = await underPost()
    const [one, two] = [await write(bob, 'One'), await write(bob, 'Two')]
    for (const { id } of [one, two]) {
      const third = cy.client.call('comments.delete', { commentId: id })
      await expect(third).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await texts()).toEqual(['Two', 'One'])
    expect(await bob.client.call('comments.delete', { commentId: one.id })).toEqual({})
    expect(await ann.client.call('comments.delete', { commentId: two.id })).toEqual({})
    expect([await texts(), await counts()]).toEqual([[], 0])
    await expect(bob.client.call('comments.delete', { commentId: one.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await counts()).toBe(0)
  })

  it('take their replies with them, and counts stay exact', async () => {
    const { ann, bob, cy, postId, write, counts, texts } = await underPost()
    const first = await write(bob, 'One')
    const [reply] = [await write(cy, 'a', first.id), await write(ann, 'b', first.id)]
    await write(cy, 'Two')
    await cy.client.call('comments.delete', { commentId: reply.id })
    const { items } = await cy.client.call('comments.list', { postId })
    expect([await counts(), items.map(comment => comment.counts.replies)]).toEqual([3, [0, 1]])
    await bob.client.call('comments.delete', { commentId: first.id })
    expect([await counts(), await texts()]).toEqual([1, ['Two']])
    for (const commentId of [first.id, reply.id]) {
      const replies = ann.client.call('comments.replies', { commentId })
      await expect(replies).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await app.query('select 1 from comment where post_id = ?', [postId])).toHaveLength(1)
    expect((await cy.client.call('notifications.list', {})).items).toEqual([])
  })

  it('reply to comments of the same post only', async () => {
    const { ann, bob, postId, write, counts } = await underPost()
    const { id: otherId } = await ann.client.call('posts.create', { caption: 'Another' })
    const other = await ann.client.call('comments.create', { postId: otherId, text: 'Elsewhere' })
    for (const parentId of [other.id, nowhere, postId]) {
      const reply = write(bob, 'Here?', parentId)
      await expect(reply).rejects.toMatchObject({ code: 'invalid', fields: { parentId: expect.any(String) } })
    }
    expect(await counts()).toBe(0)
    expect((await ann.client.call('comments.list', { postId: otherId })).items).toEqual([other])
  })

  it('are rejected when they are turned off, except from the author of the post', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Quiet', commentsDisabled: true })
    const comment = (one: typeof ann) => one.client.call('comments.create', { postId, text: 'Hello' })
    await expect(comment(bob)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await comment(ann)).toMatchObject({ text: 'Hello' })
    await ann.client.call('posts.edit', { postId, commentsDisabled: false })
    expect(await comment(bob)).toMatchObject({ text: 'Hello' })
  })

  it('need a text and an existing post', async () => {
    const { bob, write } = await underPost()
    for (const text of ['', ' \n\t', 'x'.repeat(2201), 'a\0b', '\ud800']) {
      await expect(write(bob, text)).rejects.toMatchObject({ code: 'invalid', fields: { text: expect.any(String) } })
    }
    const lost = bob.client.call('comments.create', { postId: nowhere, text: 'Anybody?' })
    await expect(lost).rejects.toMatchObject({ code: 'not_found' })
    expect(await write(bob, '<script>alert(1)</script> $1 % \\ 👋🏽')).toMatchObject({
      text: '<script>alert(1)</script> $1 % \\ 👋🏽',
    })
  })
})

it('count exactly when many write and delete at once', async () => {
  const [ann] = await people(app, ['ann'])
  const everybody = await crowd(app, 40)
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'First' })
  await Promise.all(
    everybody.map(async ({ viewer }, i) => {
      const call = { viewer, from: inside }
      const { id } = await app.run('comments.create', { postId, text: 'One', ...(i % 2 === 0 && { parentId }) }, call)
      await app.run('comments.create', { postId, text: 'Two', parentId }, call)
      if (i % 4 < 2) await app.run('comments.delete', { commentId: id }, call)
    }),
  )
  const [row] = await app.query<{ comments: number; rows: number; replies: number; reply_rows: number }>(
    `select comment_count as comments, (select count(*)::int from comment where post_id = post.id) as rows,
      (select reply_count from comment where id = ?) as replies,
      (select count(*)::int from comment where parent_id = ?) as reply_rows from post where id = ?`,
    [parentId, parentId, postId],
  )
  expect(row).toEqual({ comments: 61, rows: 61, replies: 50, reply_rows: 50 })
})
