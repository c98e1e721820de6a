import type { Socket } from 'socket.io'
import { expect, it } from 'vitest'
import type { Folded } from '#core/live/hot-posts'
import type { RenderedComment } from '#core/live/post-updates'
import { postUpdates } from '#sockets/post-updates'

const user = (id: string) => ({ id, username: id, fullName: '', photo: null, isPrivate: false, isVerified: false })
const folded: Folded = {
  postId: 'p',
  version: 1,
  counts: { likes: 0, comments: 1, shares: 0 },
  commentIds: ['c'],
  removedCommentIds: [],
}
const framed: RenderedComment = {
  comment: {
    ...{
      id: 'c',
      postId: 'p',
      author: user('bob'),
      text: 'Hello',
      entities: [],
      parentId: 'root',
      replyTo: user('cy'),
    },
    ...{ counts: { likes: 0, replies: 0 }, pinned: false, createdAt: '2026-05-04T09:30:00.000Z', editedAt: null },
  },
  ownerId: 'owner',
  beganBy: 'dan',
}

/** Watchers by name; `pairs` says who is apart, `meanwhile` comes while that is asked. */
async function sentTo(watching: string[], pairs: Record<string, string>, meanwhile: string[] = []) {
  const got = new Map<string, unknown>()
  const sockets = new Map<string, Socket>()
  const join = (name: string) =>
    sockets.set(name, {
      conn: name,
      emit: (_: string, payload: unknown) => got.set(name, payload),
    } as unknown as Socket)
  for (const name of watching) join(name)
  let asked: readonly string[] = []
  const send = postUpdates({
    broadcast: {
      watchers: () => [...sockets.values()],
      toWatchers: (_namespace, _topic, _id, _event, payload, except = []) => {
        for (const [name, socket] of sockets) if (!except.includes(socket)) got.set(name, payload)
      },
    },
    connections: { of: conn => ({ viewer: { id: conn as unknown as string } }) as never },
    render: async ids => new Map(ids.map(id => [id, framed])),
    apartPairs: async (_, people) => {
      asked = people
      for (const name of meanwhile) join(name)
      return Object.entries(pairs).map(([one, other]) => ({ one, other }))
    },
  })
  await send(folded)
  return { got, asked }
}

it('asks about everybody whom a frame shows or depends on', async () => {
  const { asked } = await sentTo(['ann'], {})
  expect([...asked].sort()).toEqual(['bob', 'cy', 'dan', 'owner'])
})

it('shows a comment to all but those from whom its author, its thread or its post is hidden', async () => {
  const { got } = await sentTo(['ann', 'eve', 'fay', 'gil', 'hal'], { eve: 'bob', fay: 'dan', gil: 'cy', hal: 'owner' })
  expect(got.get('ann')).toMatchObject({ comments: [{ id: 'c', replyTo: { id: 'cy' } }] })
  expect(got.get('eve')).toMatchObject({ comments: [], counts: { comments: 1 } })
  expect(got.get('fay')).toMatchObject({ comments: [] })
  expect(got.get('gil')).toMatchObject({ comments: [{ id: 'c', replyTo: null }] })
  expect(got.has('hal')).toBe(false)
})

it('sends nothing to who comes while it is asked who is hidden: they have read what stands there', async () => {
  const { got } = await sentTo(['ann'], {}, ['late'])
  expect([...got.keys()]).toEqual(['ann'])
})
