import { expect, it, onTestFinished } from 'vitest'
import { createHotPosts, type Folded, fold } from '#core/live/hot-posts'
import { updateOf } from '#core/live/post-updates'
import type { PostMoved } from '#core/pipeline/context'
import { until } from '#support/events/next-event'

const move = (version: number, more: Partial<PostMoved> = {}): PostMoved => {
  return { postId: 'p', version, counts: { likes: version, comments: 0, shares: 0 }, ...more }
}

function following(send: (folded: Folded) => Promise<void> | void = () => {}) {
  const sent: Folded[] = []
  const errors: unknown[] = []
  const hot = createHotPosts({
    isWanted: () => true,
    send: async folded => {
      await send(folded)
      sent.push(folded)
    },
    onError: error => errors.push(error),
  })
  onTestFinished(() => hot.stop())
  return {
    hot,
    sent,
    errors,
    sentAre: (n: number) =>
      until(
        async () => sent,
        list => list.length >= n,
      ),
  }
}

it('sends the first move at once, then folds what follows into one frame with the counts of the last', async () => {
  const { hot, sent, sentAre } = following()
  hot.moved(move(1))
  await sentAre(1)
  for (let version = 2; version <= 50; version += 1) hot.moved(move(version, { commentIds: [`c${version}`] }))
  await sentAre(2)
  expect(sent.map(one => one.version)).toEqual([1, 50])
  expect(sent[1]?.commentIds).toHaveLength(49)
})

it('lets no frame overtake another, however long one takes to be made', async () => {
  let release = () => {}
  const slow = new Promise<void>(resolve => {
    release = resolve
  })
  const { hot, sent, sentAre } = following(folded => (folded.version === 1 ? slow : undefined))
  hot.moved(move(1, { commentIds: ['c'] }))
  await new Promise(resolve => setTimeout(resolve, 10))
  hot.moved(move(2))
  release()
  await sentAre(2)
  expect(sent.map(one => one.version)).toEqual([1, 2])
})

it('takes nothing back when older news comes late from another node, but tells its comments', async () => {
  const { hot, sent, sentAre } = following()
  hot.moved(move(10))
  await sentAre(1)
  hot.moved(move(9, { commentIds: ['late'] }))
  await sentAre(2)
  expect(sent[1]).toMatchObject({ version: 10, counts: { likes: 10 }, commentIds: ['late'] })
})

it('sends again what could not be sent', async () => {
  let failures = 1
  const { hot, sent, errors, sentAre } = following(() => {
    failures -= 1
    if (failures >= 0) throw new Error('away')
  })
  hot.moved(move(3, { commentIds: ['c'] }))
  await sentAre(1)
  expect(errors).toHaveLength(1)
  expect(sent[0]).toMatchObject({ version: 3, commentIds: ['c'] })
})

it('shows at most twenty comments, says that there are more, and none that was removed', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `c${i}`)
  const folded = fold(fold(null, move(1, { commentIds: ids })), move(2, { removedCommentIds: ['c29'] }))
  const render = async (shown: readonly string[]) => new Map(shown.map(id => [id, { comment: { id } } as never]))
  const { frame } = await updateOf(folded, render)
  expect(frame.comments.map(comment => comment.id)).toEqual(ids.slice(9, 29))
  expect(frame).toMatchObject({ version: 2, more: true, removedCommentIds: ['c29'] })
})
