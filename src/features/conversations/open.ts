import { visibleUserIds } from '#access/users'
import { ApiError, invalid } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { viewConversations } from '#views/conversations'
import { seenBy } from '#views/view'

export const openConversation = creating('conversations.open', {
  async make({ usernames, title }, ctx) {
    const { em, viewer } = ctx
    const userIds = await visibleUserIds(
      em,
      usernames.map(username => ({ viewerId: viewer.id, username })),
    )
    const missing = usernames.find((_, i) => userIds[i] === null)
    if (missing !== undefined) throw new ApiError('not_found', `There is nobody called ${missing}.`)
    const others = new Set(userIds.flatMap(id => (id === null || id === viewer.id ? [] : [id])))
    if (others.size === 0) throw invalid({ usernames: 'names nobody but you' })
    const [other = ''] = others
    const directKey = others.size === 1 && title === '' ? [viewer.id, other].sort().join(':') : null

    const made = await row<{ id: string }>(
      em,
      sql`insert into conversation (kind, title, direct_key)
        values (${directKey === null ? 'group' : 'direct'}, ${title}, ${directKey})
        on conflict (direct_key) do nothing returning id`,
    )
    if (made === null) {
      const known = await row<{ id: string }>(em, sql`select id from conversation where direct_key = ${directKey}`)
      return { conversationId: (known as { id: string }).id }
    }
    await rows(
      em,
      sql`insert into member (conversation_id, user_id, role) select ${made.id}, id,
        case when id = ${viewer.id} and ${directKey === null}::boolean then 'admin' else 'member' end
        from unnest(${[viewer.id, ...others]}::uuid[]) as person (id)`,
    )
    // A direct conversation shows to the other person with its first message.
    const told = directKey === null ? [viewer.id, ...others] : [viewer.id]
    ctx.publish('conversation.changed', { users: told }, { conversationId: made.id })
    return { conversationId: made.id }
  },

  async view({ conversationId }, ctx) {
    const [conversation] = await viewConversations(ctx, seenBy(ctx.viewer.id, [conversationId]))
    if (!conversation) throw new ApiError('gone', 'What this request made has been deleted since.')
    return conversation
  },
})
