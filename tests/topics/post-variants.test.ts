import { expect, it, onTestFinished } from 'vitest'
import { createUpdates } from '#core/live/updates'
import { createWatchers } from '#core/live/watchers'
import { postTopic, type RenderedComment } from '#topics/post'

const user = (id: string) => ({ id, username: id, fullName: '', photo: null, isPrivate: false, isVerified: false })
const change = { version: 1, counts: { likes: 0, comments: 1, shares: 0 }, commentIds: ['c'] }
const rendered: RenderedComment = {
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
    ...{
      counts: { likes: 0, replies: 0 },
      pinned: false,
      createdAt: '2026-05-04T09:30:00.000Z',
      editedAt: null,
      deletedAt: null,
    },
  },
  ownerId: 'owner',
  beganBy: 'dan',
}

/** Watchers by name, each their own socket; `pairs` says who blocks whom, `meanwhile` watch while that is read. */
async function sentTo(watching: string[], pairs: Record<string, string>, meanwhile: string[] = []) {
  const got = new Map<string, unknown>()
  const room = new Set<string>()
  let asked: readonly string[] = []
  const topics = {
    post: postTopic({
      hiddenLikes: async () => new Map(),
      comments: async (_, ids) => new Map(ids.map(id => [id, rendered])),
      blockedPairs: async (_em, _viewers, people) => {
        asked = people
        for (const name of meanwhile) watch(name)
        return Object.entries(pairs).map(([one, other]) => ({ one, other }))
      },
    }),
  }
  const onError = (error: unknown) => expect.unreachable(String(error))
  const context = () => ({}) as never
  const rooms = { enter: (name: string) => void room.add(name), leave: (name: string) => void room.delete(name) }
  const watchers = createWatchers<string>({ topics, rooms, context, onError })
  const watch = (name: string) => watchers.watch(name, name, { topic: 'post', id: 'p', ownerId: 'owner' })
  for (const name of watching) watch(name)
  await new Promise<void>(resolve => {
    const emit = {
      toSocket: (name: string, _: string, payload: unknown) => void got.set(name, payload),
      toRoom: (_namespace: string, _room: string, _event: string, payload: unknown, except: readonly string[]) => {
        for (const name of room) if (!except.includes(name)) got.set(name, payload)
        resolve()
      },
    }
    const updates = createUpdates<string>({ topics, watchers, emit, context, sendToNodes: null, onError })
    onTestFinished(() => updates.stop())
    updates.changed('post', 'p', change)
  })
  return { got, asked }
}

it('reads blocks of everybody whom an update of a post shows or depends on', async () => {
  const { asked } = await sentTo(['ann'], {})
  expect([...asked].sort()).toEqual(['bob', 'cy', 'dan', 'owner'])
})

it('shows a comment to all watchers but those from whom its author, its thread or its post is hidden', async () => {
  const { got } = await sentTo(['ann', 'eve', 'fay', 'gil', 'hal'], { eve: 'bob', fay: 'dan', gil: 'cy', hal: 'owner' })
  expect(got.get('ann')).toMatchObject({ comments: [{ id: 'c', replyTo: { id: 'cy' } }] })
  expect(got.get('eve')).toMatchObject({ comments: [], counts: { comments: 1 } })
  expect(got.get('fay')).toMatchObject({ comments: [] })
  expect(got.get('gil')).toMatchObject({ comments: [{ id: 'c', replyTo: null }] })
  expect(got.has('hal')).toBe(false)
})

it('sends nothing to viewers who come while blocks are read: they have just read the state', async () => {
  const { got } = await sentTo(['ann'], {}, ['late'])
  expect([...got.keys()]).toEqual(['ann'])
})
