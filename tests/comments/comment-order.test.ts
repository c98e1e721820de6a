import { expect, it } from 'vitest'
import type { Comment } from '#contract'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { insertComments } from '#support/posts/insert-rows'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

type Order = 'newest' | 'top'

/** Comments one page of two after another; between the pages there is time for others to act. */
async function* inPages({ client }: Person, postId: string, order: Order): AsyncGenerator<string[]> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await client.call('comments.list', { postId, order, limit: 2, ...(cursor && { cursor }) })
    yield page.items.map(comment => comment.text)
    cursor = page.nextCursor
  }
}

const next = async (pages: AsyncGenerator<string[]>) => (await pages.next()).value as string[]
const rest = async (pages: AsyncGenerator<string[]>) => {
  const texts: string[] = []
  for await (const page of pages) texts.push(...page)
  return texts
}

overBothTransports('the order of comments', transport => {
  const underPost = async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const ids: Record<string, string> = {}
    const write = async (text: string) => {
      ids[text] = (await bob.client.call('comments.create', { postId, text })).id
    }
    for (const text of ['1', '2', '3', '4', '5', '6', '7']) await write(text)
    const about = (text: string) => ({ commentId: ids[text] ?? '' })
    return { ann, bob, cy, postId, write, about }
  }

  it('top is by likes and then newest, after the pinned ones', async () => {
    const { ann, bob, cy, postId, about } = await underPost()
    for (const text of ['2', '4', '6']) await cy.client.call('comments.like', about(text))
    for (const text of ['2', '5']) await ann.client.call('comments.like', about(text))
    await ann.client.call('comments.pin', about('1'))
    const list = async (order?: Order) =>
      (await bob.client.call('comments.list', { postId, ...(order && { order }) })).items.map(one => one.text)
    expect(await list('top')).toEqual(['1', '2', '6', '5', '4', '7', '3'])
    expect(await list('newest')).toEqual(['1', '7', '6', '5', '4', '3', '2'])
    expect(await list()).toEqual(await list('newest'))
    expect(await rest(inPages(bob, postId, 'top'))).toEqual(await list('top'))
    expect(await rest(inPages(bob, postId, 'newest'))).toEqual(await list('newest'))
  })

  it.each(['newest', 'top'] as const)(
    '%s neither skips nor repeats one while others like, pin, write and delete',
    async order => {
      const { ann, bob, cy, postId, write, about } = await underPost()
      for (const text of ['1', '3', '5']) await cy.client.call('comments.like', about(text))
      await ann.client.call('comments.pin', about('2'))
      const pages = inPages(bob, postId, order)
      const seen = await next(pages)
      expect(seen).toEqual(order === 'top' ? ['2', '5'] : ['2', '7'])
      // What was shown falls, and what was not rises above it.
      await ann.client.call('comments.unpin', about('2'))
      await cy.client.call('comments.unlike', about('5'))
      await ann.client.call('comments.pin', about('4'))
      for (const { client } of [ann, bob, cy]) await client.call('comments.like', about('6'))
      await bob.client.call('comments.delete', about('3'))
      await write('8')
      seen.push(...(await next(pages)))
      await ann.client.call('comments.pin', about('1'))
      await write('9')
      seen.push(...(await rest(pages)))
      const old = seen.filter(text => !['8', '9'].includes(text))
      expect(old.toSorted()).toEqual(['1', '2', '4', '5', '6', '7'])
      expect(new Set(seen).size).toBe(seen.length)
    },
  )

  it('is kept to over hundreds of liked comments', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await insertComments(app, postId, bob, 250)
    await app.query(
      `update comment set like_count = ranked.n from (select id, row_number() over (order by id) as n from comment
        where post_id = ?) ranked where comment.id = ranked.id`,
      [postId],
    )
    const seen: Comment[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await bob.client.call('comments.list', {
        postId,
        order: 'top',
        limit: 30,
        ...(cursor && { cursor }),
      })
      seen.push(...page.items)
      cursor = page.nextCursor
      await app.query('update comment set like_count = (random() * 1000)::int where post_id = ?', [postId])
    }
    expect(new Set(seen.map(one => one.id)).size).toBe(250)
    expect(seen).toHaveLength(250)
  })

  it('takes no cursor that was made up', async () => {
    const { bob, postId } = await underPost()
    for (const cursor of ['next', '2.AAAA', '2.', `${'9'.repeat(13)}_x`, `1.${'A'.repeat(6000)}`]) {
      const call = bob.client.call('comments.list', { postId, cursor })
      await expect(call, cursor.slice(0, 20)).rejects.toMatchObject({
        code: 'invalid',
        fields: { cursor: expect.any(String) },
      })
    }
  })
})
