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

  it('stay without text and author while they have replies, and are not counted', async () => {
    const { ann, bob, cy, postId, write, counts, texts } = await underPost()
    const first = await write(bob, 'One')
    const [a, b] = [await write(cy, 'a', first.id), await write(ann, 'b', first.id)]
    await write(cy, 'Two')
    await cy.client.call('comments.like', { commentId: first.id })
    await ann.client.call('comments.pin', { commentId: first.id })
    await bob.client.call('comments.delete', { commentId: first.id })
    const placeholder = {
      ...first,
      text: '',
      author: { ...first.author, id: '00000000-0000-0000-0000-000000000000', username: 'deleted' },
      counts: { likes: 0, replies: 2 },
      deletedAt: expect.any(String),
    }
    for (const { client } of [ann, bob, cy]) {
      expect((await client.call('comments.list', { postId })).items[1]).toMatchObject({
        ...placeholder,
        author: { username: 'deleted', fullName: '', photo: null },
      })
      expect(await client.call('comments.get', { commentId: first.id })).toMatchObject({ text: '', pinned: false })
    }
    expect([await counts(), await texts()]).toEqual([3, ['Two', '']])
    expect(JSON.stringify(await cy.client.call('comments.list', { postId }))).not.toContain(bob.id)
    const left = (await bob.client.call('notifications.list', {})).items
    expect(left.map(one => one.kind)).toEqual(['reply', 'reply'])
    for (const call of [
      () => bob.client.call('comments.delete', { commentId: first.id }),
      () => ann.client.call('comments.delete', { commentId: first.id }),
      () => bob.client.call('comments.edit', { commentId: first.id, text: 'Back' }),
      () => bob.client.call('comments.like', { commentId: first.id }),
      () => ann.client.call('comments.pin', { commentId: first.id }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'not_found' })
    await expect(write(cy, 'To nobody', first.id)).rejects.toMatchObject({ code: 'invalid' })
    expect(await write(cy, 'c', a.id)).toMatchObject({ parentId: first.id, replyTo: { id: cy.id } })
    const { items } = await cy.client.call('comments.replies', { commentId: first.id })
    expect(items.map(reply => reply.text)).toEqual(['a', 'b', 'c'])
    for (const { id } of items) await ann.client.call('comments.delete', { commentId: id })
    expect([await counts(), await texts(), b.parentId]).toEqual([1, ['Two'], first.id])
    const gone = cy.client.call('comments.get', { commentId: first.id })
    await expect(gone).rejects.toMatchObject({ code: 'not_found' })
    expect(await app.query('select 1 from comment where post_id = ?', [postId])).toHaveLength(1)
    expect((await cy.client.call('notifications.list', {})).items).toEqual([])
  })

  it('are edited by their author alone, and say when', async () => {
    const { ann, bob, cy, write } = await underPost()
    const first = await write(bob, 'A sky')
    const about = { commentId: first.id, text: 'A #sky' }
    for (const { client } of [ann, cy]) {
      await expect(client.call('comments.edit', about)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const edited = await bob.client.call('comments.edit', about)
    expect(edited).toMatchObject({
      ...first,
      text: 'A #sky',
      entities: [{ kind: 'hashtag', tag: 'sky' }],
      editedAt: expect.any(String),
    })
    expect(await cy.client.call('comments.get', { commentId: first.id })).toEqual(edited)
    expect(await bob.client.call('comments.edit', about)).toEqual(edited)
    for (const text of ['', ' ', 'x'.repeat(2201)]) {
      const call = bob.client.call('comments.edit', { commentId: first.id, text })
      await expect(call).rejects.toMatchObject({ code: 'invalid', fields: { text: expect.any(String) } })
    }
    const lost = bob.client.call('comments.edit', { commentId: nowhere, text: 'x' })
    await expect(lost).rejects.toMatchObject({ code: 'not_found' })
  })

  it('notify those whom an edit mentions, once', async () => {
    const { bob, cy, write } = await underPost()
    const { id: commentId } = await write(bob, 'Look')
    const list = async () =>
      (await cy.client.call('notifications.list', {})).items.filter(one => one.kind === 'mention')
    for (const text of [`Look, @${cy.name}`, `Do look, @${cy.name}!`]) {
      const edited = await bob.client.call('comments.edit', { commentId, text })
      expect(edited.entities).toMatchObject([{ kind: 'mention', username: cy.name }])
      expect(await list()).toMatchObject([{ comment: { id: commentId, text } }])
    }
    await bob.client.call('comments.edit', { commentId, text: 'Look' })
    expect(await list()).toEqual([])
  })

  it('of users who are blocked take no place among the pinned ones', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    for (const { client } of [bob, bob, bob, cy]) {
      if (client === cy.client) await ann.client.call('users.block', { username: bob.name })
      const { id: commentId } = await client.call('comments.create', { postId, text: 'Look' })
      expect(await ann.client.call('comments.pin', { commentId })).toEqual({ pinned: true })
    }
    await ann.client.call('users.unblock', { username: bob.name })
    const { items } = await ann.client.call('comments.list', { postId })
    expect(items.map(one => one.pinned)).toEqual([true, false, false, false])
  })

  it('are pinned to the head of the list by the author of the post, at most three', async () => {
    const { ann, bob, cy, postId, write, texts } = await underPost()
    const list: { id: string }[] = []
    for (const text of ['1', '2', '3', '4', '5']) list.push(await write(bob, text))
    const pin = (i: number) => ann.client.call('comments.pin', { commentId: list[i]?.id ?? '' })
    const mine = bob.client.call('comments.pin', { commentId: list[0]?.id ?? '' })
    await expect(mine).rejects.toMatchObject({ code: 'forbidden' })
    expect(await pin(0)).toEqual({ pinned: true })
    await pin(2)
    await pin(1)
    await pin(1)
    await expect(pin(3)).rejects.toMatchObject({ code: 'conflict' })
    const reply = await write(cy, 'A reply', list[4]?.id)
    const inside = ann.client.call('comments.pin', { commentId: reply.id })
    await expect(inside).rejects.toMatchObject({ code: 'conflict' })
    expect(await texts()).toEqual(['3', '2', '1', '5', '4'])
    expect(await ann.client.call('comments.unpin', { commentId: list[1]?.id ?? '' })).toEqual({ pinned: false })
    expect((await cy.client.call('comments.list', { postId })).items.map(one => [one.text, one.pinned])).toEqual([
      ['3', true],
      ['1', true],
      ['5', false],
      ['4', false],
      ['2', false],
    ])
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
    `select comment_count as comments, (select count(*)::int from comment where post_id = post.id and counted) as rows,
      (select reply_count from comment where id = ?) as replies,
      (select count(*)::int from comment where parent_id = ?) as reply_rows from post where id = ?`,
    [parentId, parentId, postId],
  )
  expect(row).toEqual({ comments: 61, rows: 61, replies: 50, reply_rows: 50 })
})
