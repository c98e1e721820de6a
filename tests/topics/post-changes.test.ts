import { expect, it, onTestFinished } from 'vitest'
import type { PostChange } from '#contract'
import { createPacer } from '#core/live/pacer'
import { until } from '#support/events/next-event'
import { post, postTopic } from '#topics/post'

const change = (version: number, more: Partial<PostChange> = {}): PostChange => {
  return { version, counts: { likes: version, comments: 0, shares: 0 }, ...more }
}

/** The changes of one post as they are sent. */
function following(send: (change: PostChange) => Promise<void> | void = () => {}) {
  const sent: PostChange[] = []
  const errors: unknown[] = []
  const pacer = createPacer<PostChange>({
    ...post,
    send: async changes => {
      for (const one of changes.values()) {
        await send(one)
        sent.push(one)
      }
    },
    onError: error => errors.push(error),
  })
  onTestFinished(() => pacer.stop())
  return {
    changed: (one: PostChange) => pacer.add('p', one),
    sent,
    errors,
    sentAre: (n: number) =>
      until(
        async () => sent,
        list => list.length >= n,
      ),
  }
}

it('sends the first change at once, then folds what follows into one update with the counts of the last', async () => {
  const { changed, sent, sentAre } = following()
  changed(change(1))
  await sentAre(1)
  for (let version = 2; version <= 50; version += 1) changed(change(version, { commentIds: [`c${version}`] }))
  await sentAre(2)
  expect(sent.map(one => one.version)).toEqual([1, 50])
  expect(sent[1]?.commentIds).toHaveLength(49)
})

it('lets no update overtake another, however long one takes to render', async () => {
  let release = () => {}
  const slow = new Promise<void>(resolve => {
    release = resolve
  })
  const { changed, sent, sentAre } = following(one => (one.version === 1 ? slow : undefined))
  changed(change(1, { commentIds: ['c'] }))
  await new Promise(resolve => setTimeout(resolve, 10))
  changed(change(2))
  release()
  await sentAre(2)
  expect(sent.map(one => one.version)).toEqual([1, 2])
})

it('takes nothing back when an older change comes late from another node, but sends its comments', async () => {
  const { changed, sent, sentAre } = following()
  changed(change(10))
  await sentAre(1)
  changed(change(9, { commentIds: ['late'] }))
  await sentAre(2)
  expect(sent[1]).toMatchObject({ version: 10, counts: { likes: 10 }, commentIds: ['late'] })
})

it('sends again what could not be sent', async () => {
  let failures = 1
  const { changed, sent, errors, sentAre } = following(() => {
    failures -= 1
    if (failures >= 0) throw new Error('away')
  })
  changed(change(3, { commentIds: ['c'] }))
  await sentAre(1)
  expect(errors).toHaveLength(1)
  expect(sent[0]).toMatchObject({ version: 3, commentIds: ['c'] })
})

it('shows at most twenty comments, says that there are more, and none that was removed', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `c${i}`)
  const folded = post.fold(change(1, { commentIds: ids }), change(2, { removedCommentIds: ['c29'] }))
  const { render } = postTopic({
    hiddenLikes: async () => new Map(),
    comments: async (_, shown) => new Map(shown.map(id => [id, { comment: { id } } as never])),
    blockedPairs: async () => [],
  })
  const rendered = (await render({} as never, new Map([['p', folded]]))).get('p')
  expect(rendered?.update.comments.map(comment => comment.id)).toEqual(ids.slice(9, 29))
  expect(rendered?.update).toMatchObject({ version: 2, more: true, removedCommentIds: ['c29'] })
})
