import { lets } from '#access/users'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { anyOf, db, one } from '#database'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/**
 * Throws `forbidden` if one of some users does not let the viewer begin a conversation. `direct` is the key of a direct one:
 * it may go on where it exists.
 */
export async function requireMayMessage({ em, viewer }: Viewing, userIds: readonly string[], direct: string | null) {
  const closed = await db(em)
    .selectFrom('User')
    .select('User.username')
    .where('User.id', '=', anyOf(userIds))
    .where(eb => eb.not(lets(viewer.id, 'whoMayMessage')))
    .where(eb =>
      eb.not(eb.exists(eb.selectFrom('Conversation').select(one).where('Conversation.directKey', '=', direct))),
    )
    .executeTakeFirst()
  if (closed) throw new ApiError('forbidden', `${closed.username} has limited who may message them.`)
}
