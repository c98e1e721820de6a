import type { Conversation, Message, PayloadOf } from '#contract'
import { client } from '../client.ts'
import { me } from './session.ts'
import { createStore, mergeById, useStore } from './store.ts'

export const conversations = createStore<Conversation[] | null>(null)
/** The cursor of older conversations; undefined before the first page, null at the end. */
export const olderConversations = createStore<string | null | undefined>(undefined)

export const useConversation = (id: string | undefined) =>
  useStore(conversations, now => now?.find(each => each.id === id))
export const useUnreadMessages = () =>
  useStore(conversations, now => (now ?? []).reduce((sum, each) => sum + each.unread, 0))

export async function loadConversations() {
  const before = conversations.get()
  const { items, nextCursor } = await client.call('conversations.list', { limit: 50 })
  const listed = new Set(items.map(each => each.id))
  const oldest = nextCursor === null ? undefined : items.at(-1)
  // Missing although the list covers their place: the user lost access. Those changed since are newer than the list.
  const gone = new Set(
    before?.filter(each => !listed.has(each.id) && isListed(each) && !(oldest && latestFirst(each, oldest) >= 0)),
  )
  conversations.set(now => mergeById(now?.filter(each => !gone.has(each)) ?? [], items).sort(latestFirst))
  // If the list does not reach the known conversations, there may be a gap.
  const reaches = nextCursor !== null && before?.some(each => each.id === items.at(-1)?.id)
  olderConversations.set(now => (reaches && now !== undefined ? now : nextCursor))
}

export async function loadOlderConversations() {
  const cursor = olderConversations.get()
  if (!cursor) return
  const page = await client.call('conversations.list', { limit: 50, cursor })
  if (olderConversations.get() !== cursor) return
  conversations.set(now => mergeById(now ?? [], page.items).sort(latestFirst))
  olderConversations.set(page.nextCursor)
}

export function putConversation(conversation: Conversation) {
  conversations.set(now => mergeById(now ?? [], [conversation]).sort(latestFirst))
}

export async function openConversation(usernames: string[]): Promise<Conversation> {
  const conversation = await client.call('conversations.open', { usernames })
  putConversation(conversation)
  return conversation
}

export function applyMessage(message: Message) {
  const known = conversations.get()?.find(each => each.id === message.conversationId)
  if (!known) {
    const about = { conversationId: message.conversationId }
    client.call('conversations.get', about).then(putConversation, () => undefined)
    return
  }
  if (message.seq <= known.headSeq) return
  const mine = message.sender.id === me.get()?.id
  putConversation({
    ...known,
    lastMessage: message,
    headSeq: message.seq,
    unread: mine ? known.unread : known.unread + 1,
  })
}

export function applyMarks({ conversationId, userId, readSeq, deliveredSeq }: PayloadOf<'conversation.marks'>) {
  const known = conversations.get()?.find(each => each.id === conversationId)
  if (!known) return
  const moved = { readSeq, deliveredSeq }
  const members = known.members.map(member => (member.user.id === userId ? { ...member, ...moved } : member))
  const mine = userId === me.get()?.id
  putConversation({ ...known, members, unread: mine && readSeq >= known.headSeq ? 0 : known.unread })
}

export async function markConversationRead(conversation: Conversation) {
  if (conversation.unread === 0) return
  const result = await client.call('messages.read', { conversationId: conversation.id, seq: conversation.headSeq })
  const known = conversations.get()?.find(each => each.id === conversation.id)
  if (known) putConversation({ ...known, unread: result.unread })
}

/** The conversation's own title, otherwise the names of the other members. */
export function titleOf(conversation: Conversation): string {
  return (
    conversation.title ||
    othersOf(conversation)
      .map(user => user.fullName || user.username)
      .join(', ') ||
    'You'
  )
}

export const othersOf = (conversation: Conversation) =>
  conversation.members.map(member => member.user).filter(user => user.id !== me.get()?.id)

const latestFirst = (a: Conversation, b: Conversation) => latestAt(b).localeCompare(latestAt(a))
/** Whether lists show it: a direct conversation only after its first message. */
const isListed = ({ kind, headSeq }: Conversation) => kind === 'group' || headSeq > 0
const latestAt = (each: Conversation) => each.lastMessage?.createdAt ?? each.createdAt
