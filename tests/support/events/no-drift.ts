import { expect } from 'vitest'
import type { HeliographClient } from '#client'
import type { Conversation, Message, Notification, OutputOf, Relation, Stream, User } from '#contract'
import type { TestApp } from '#support/app/use-app'
import type { Person } from '#support/people/people'
import { caughtUp } from './caught-up.ts'
import { type Heard, hear } from './hear.ts'

const names = [
  'message.received',
  'conversation.changed',
  'conversation.marks',
  'notification.created',
  'notification.read',
  'follow.changed',
  'account.changed',
  'media.ready',
] as const
type Event = Heard<(typeof names)[number]>

type State = {
  me: string
  conversations: Map<string, Conversation>
  notifications: Map<string, Notification>
  unread: number
  account: User
  relations: Record<string, Relation>
  media: Record<string, OutputOf<'media.get'>>
}
type Around = {
  /** People whose relation is followed. */
  others: readonly Person[]
  /** Disconnects while it happens, and reconnects afterwards. */
  away: boolean
}

/** Fetches the state of a user, acts, applies the events to the old state, and expects the result of a fresh fetch. */
export async function expectNoDrift(app: TestApp, me: Person, { others, away }: Around, act: () => Promise<string[]>) {
  const heard: Event[] = await hear(me.client, ...names)
  for (const stream of ['messages', 'notifications', 'users'] as const) await caughtUp(app, [me], stream)
  heard.length = 0
  const voided = new Set<Stream>()
  me.client.on('voided', ({ stream }) => voided.add(stream))
  const state = await fetchState(me, others, [])
  if (away) me.client.close()
  const mediaIds = await act()
  if (away) await me.client.connect('messages', 'notifications', 'users')
  for (const stream of ['messages', 'notifications', 'users'] as const) await caughtUp(app, [me], stream)
  for (const event of heard) await apply(state, event, me.client)
  // Where something can no longer be seen, its stream's part is loaded again.
  for (const stream of voided) Object.assign(state, partOf(await fetchState(me, others, mediaIds), stream))
  expect(shown(state)).toEqual(shown(await fetchState(me, others, mediaIds)))
}

async function fetchState({ id, client }: Person, others: readonly Person[], mediaIds: string[]): Promise<State> {
  const [conversations, notifications, { unread }, account] = await Promise.all([
    client.call('conversations.list', { limit: 100 }, { transport: 'http' }),
    client.call('notifications.list', { limit: 100 }, { transport: 'http' }),
    client.call('notifications.unread', {}, { transport: 'http' }),
    client.call('users.me', {}, { transport: 'http' }),
  ])
  const state: State = {
    me: id,
    conversations: new Map(conversations.items.map(one => [one.id, one])),
    notifications: new Map(notifications.items.map(one => [one.id, one])),
    unread,
    account: cardOf(account),
    relations: {},
    media: {},
  }
  for (const other of others) {
    const seen = client.call('users.get', { username: other.name }, { transport: 'http' })
    // Hidden users are not followed.
    state.relations[other.id] = await seen.then(
      profile => profile.viewer.relation,
      () => 'none',
    )
  }
  for (const mediaId of mediaIds)
    state.media[mediaId] = await client.call('media.get', { mediaId }, { transport: 'http' })
  return state
}

const cardOf = ({ id, username, fullName, photo, isPrivate, isVerified }: User): User => {
  return { id, username, fullName, photo, isPrivate, isVerified }
}

function partOf({ conversations, notifications, unread, account, relations, media }: State, stream: Stream) {
  if (stream === 'messages') return { conversations }
  return stream === 'notifications' ? { notifications, unread } : { account, relations, media }
}

async function apply(state: State, { event, payload }: Event, client: HeliographClient) {
  switch (event) {
    case 'message.received':
      return receive(state, payload.message, client)
    case 'conversation.changed':
      return state.conversations.set(payload.conversation.id, payload.conversation)
    case 'conversation.marks': {
      const conversation = state.conversations.get(payload.conversationId)
      if (!conversation) return
      markRead(conversation, payload.userId, payload.readSeq)
      if (payload.userId === state.me) conversation.unread = conversation.headSeq - payload.readSeq
      return
    }
    case 'notification.created':
      state.notifications.set(payload.notification.id, payload.notification)
      state.unread = payload.unread
      return
    case 'notification.read':
      for (const one of state.notifications.values()) if (one.createdAt <= payload.upTo) one.readAt ??= payload.upTo
      state.unread = payload.unread
      return
    case 'follow.changed':
      state.relations[payload.user.id] = payload.relation
      return
    case 'account.changed':
      state.account = payload.user
      return
    case 'media.ready':
      state.media[payload.media.id] = payload.media
  }
}

async function receive(state: State, message: Message, client: HeliographClient) {
  const { conversationId, seq, sender } = message
  const conversation = state.conversations.get(conversationId)
  // The first message of a conversation that another user began.
  if (!conversation) {
    state.conversations.set(conversationId, await client.call('conversations.get', { conversationId }))
    return
  }
  if (seq <= conversation.headSeq) return
  conversation.headSeq = seq
  conversation.lastMessage = message
  // Sending a message marks the earlier ones as read.
  markRead(conversation, sender.id, seq)
  conversation.unread = sender.id === state.me ? 0 : conversation.unread + 1
}

function markRead({ members }: Conversation, userId: string, readSeq: number) {
  for (const member of members) {
    if (member.user.id !== userId) continue
    member.readSeq = Math.max(member.readSeq, readSeq)
    member.deliveredSeq = Math.max(member.deliveredSeq, readSeq)
  }
}

/** The state as a screen shows it. Posts and comments inside a notification are followed by watching, not by the log. */
const shown = ({ conversations, notifications, unread, account, relations, media }: State) => ({
  unread,
  account,
  relations,
  media,
  conversations: [...conversations.values()]
    .filter(one => one.headSeq > 0 || one.kind === 'group')
    .sort((a, b) => newest(b).localeCompare(newest(a)) || b.id.localeCompare(a.id)),
  notifications: [...notifications.values()]
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
    .map(({ post, comment, readAt, ...rest }) => ({
      ...rest,
      post: post?.id,
      comment: comment?.id,
      isRead: readAt !== null,
    })),
})

const newest = ({ lastMessage, createdAt }: Conversation) => lastMessage?.createdAt ?? createdAt
