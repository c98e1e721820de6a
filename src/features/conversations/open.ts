import { visibleUserIds } from '#access/users'
import type { Context } from '#core/pipeline/context'
import { ApiError, invalid, resultGone } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { db } from '#database'
import { openDirect } from '#domain/conversations/open-direct'
import { requireMayMessage } from '#domain/conversations/require-may-message'
import { Member } from '#entities'
import { viewConversations } from '#views/conversations'
import { seenBy } from '#views/view'

type Ctx = Context<'conversations.open'>

export const openConversation = creating('conversations.open', {
  async make({ usernames, title }, ctx) {
    const { viewer } = ctx
    const others = (await findUsers(ctx, usernames)).filter(id => id !== viewer.id)
    const [other] = others
    if (other === undefined) throw invalid({ usernames: 'names nobody but you' })
    const isDirect = others.length === 1 && title === ''
    await requireMayMessage(ctx, others, isDirect ? [viewer.id, other].sort().join(':') : null)
    if (isDirect) return { conversationId: await openOne(ctx, other) }
    return { conversationId: await openGroup(ctx, others, title) }
  },

  async view({ conversationId }, ctx) {
    const [conversation] = await viewConversations(ctx, seenBy(ctx.viewer.id, [conversationId]))
    if (!conversation) throw resultGone()
    return conversation
  },
})

/** The ids of some users, each once; throws `not_found` for a user whom the viewer cannot see. */
async function findUsers({ em, viewer }: Ctx, usernames: readonly string[]): Promise<string[]> {
  const named = usernames.map(username => ({ viewerId: viewer.id, username }))
  const found = new Set<string>()
  for (const [i, id] of (await visibleUserIds(em, named)).entries()) {
    if (id === null) throw new ApiError('not_found', `User ${usernames[i]} not found.`)
    found.add(id)
  }
  return [...found]
}

async function openOne(ctx: Ctx, otherId: string) {
  const [conversationId = ''] = await openDirect(ctx, [{ userId: ctx.viewer.id, otherId }])
  return conversationId
}

async function openGroup(ctx: Ctx, others: readonly string[], title: string) {
  const { em, viewer } = ctx
  const { id } = await db(em)
    .insertInto('Conversation')
    .values({ kind: 'group', title })
    .returning('id')
    .executeTakeFirstOrThrow()
  const users = [viewer.id, ...others]
  await em.insertMany(
    Member,
    users.map(userId => ({ conversationId: id, userId, role: userId === viewer.id ? 'admin' : 'member' })),
  )
  ctx.publish('conversation.changed', { users }, { conversationId: id })
  return id
}
