import { Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Conversation, User } from '#contract'
import { client } from '../client.ts'
import { Avatar } from '../components/avatar.tsx'
import { conversations, loadConversations, othersOf, titleOf } from '../state/conversations.ts'

/** A conversation or a person that a post can be sent to. */
export type Target = {
  key: string
  conversationId?: string
  username?: string
  title: string
  note: string
  picture: ReactNode
}

/** The latest conversations first, then people: suggested ones, or those that the words find. */
export async function findTargets(q: string): Promise<Target[]> {
  if (!conversations.get()) await loadConversations()
  const known = (conversations.get() ?? []).filter(each => isFound(each, q)).slice(0, 12)
  const { items } = q
    ? await client.call('users.search', { q, limit: 20 })
    : await client.call('users.suggested', { limit: 6 })
  // A direct conversation stands for the person.
  const listed = new Set(
    known.filter(each => each.kind === 'direct').flatMap(each => othersOf(each).map(one => one.id)),
  )
  return [...known.map(ofConversation), ...items.filter(user => !listed.has(user.id)).map(ofUser)]
}

const isFound = (conversation: Conversation, q: string) =>
  `${titleOf(conversation)} ${othersOf(conversation)
    .map(user => `${user.username} ${user.fullName}`)
    .join(' ')}`
    .toLowerCase()
    .includes(q.toLowerCase())

function ofConversation(conversation: Conversation): Target {
  const [other] = othersOf(conversation)
  const isGroup = conversation.kind === 'group'
  return {
    key: other && !isGroup ? other.id : conversation.id,
    conversationId: conversation.id,
    title: other && !isGroup ? other.username : titleOf(conversation),
    note: isGroup ? `${conversation.members.length} members` : (other?.fullName ?? ''),
    picture: other && !isGroup ? <Avatar user={other} size={40} /> : <GroupPicture />,
  }
}

const ofUser = (user: User): Target => ({
  key: user.id,
  username: user.username,
  title: user.username,
  note: user.fullName,
  picture: <Avatar user={user} size={40} />,
})

const GroupPicture = () => (
  <span className="grid size-10 place-items-center rounded-full bg-wash text-quiet">
    <Users size={20} aria-hidden />
  </span>
)
