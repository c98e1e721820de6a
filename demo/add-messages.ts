import type { App } from '#app'
import { row, sql } from '#database/statement'
import { type Act, type Actors, spoken } from './actors.ts'
import type { Posted } from './add-posts.ts'
import { conversations, type DemoConversation } from './conversations.ts'

/** A conversation of the demo with its id. */
export type Held = { id: string; ago: number }

/** Adds missing messages to the conversations, and reads all but the last few as the others. */
export function addMessages(app: App, { act }: Actors, posted: readonly Posted[]): Promise<Held[]> {
  return Promise.all(conversations.map(one => hold(app, act, one, posted)))
}

async function hold(app: App, act: Act, conversation: DemoConversation, posted: readonly Posted[]): Promise<Held> {
  const { with: members, title, said, ago, unread = 0 } = conversation
  const opener = spoken(said[0] ?? '').by
  const usernames = members.filter(name => name !== opener)
  // Opening a direct conversation again returns the same one; a group is found by its title.
  const known = title === undefined ? null : await findGroup(app, title)
  const { id, headSeq } = known ?? (await act(opener, 'conversations.open', { usernames, title }))
  const shared = posted.find(({ post }) => post.photos.some(photo => photo.seed === conversation.post))
  for (const [i, line] of said.entries()) {
    if (i < headSeq) continue
    const { by, text } = spoken(line)
    const postId = i === said.length - 1 ? shared?.id : undefined
    await act(by, 'messages.send', { conversationId: id, text, postId })
  }
  for (const name of members) await act(name, 'messages.read', { conversationId: id, seq: said.length - unread })
  return { id, ago }
}

const findGroup = (app: App, title: string) =>
  row<{ id: string; headSeq: number }>(
    app.engine.fork(),
    sql`select id, head_seq as "headSeq" from conversation where kind = 'group' and title = ${title} order by id limit 1`,
  )
