import { lets } from '#access/users'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { anyOf, db, listOf, one } from '#database'
import { directKeyOf, type Pair } from './open-direct.ts'

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

type Wanted = { ord: number; sender: string; recipient: string; key: string }

/** Which of some pairs have no conversation, and may not begin one: their places in the list. */
export async function closedPairs({ em }: Pick<ReadContext, 'em'>, pairs: readonly Pair[]): Promise<Set<number>> {
  const wanted = pairs.map(
    (pair, ord): Wanted => ({ ord, sender: pair.userId, recipient: pair.otherId, key: directKeyOf(pair) }),
  )
  const closed = await db(em)
    .selectFrom(listOf<Wanted, 'pair'>('pair', wanted, { ord: 'int', sender: 'uuid', recipient: 'uuid', key: 'text' }))
    .innerJoin('User', 'User.id', 'pair.recipient')
    .select('pair.ord')
    .where(eb => eb.not(lets(eb.ref('pair.sender'), 'whoMayMessage')))
    .where(eb =>
      eb.not(eb.exists(eb.selectFrom('Conversation').select(one).whereRef('Conversation.directKey', '=', 'pair.key'))),
    )
    .execute()
  return new Set(closed.map(({ ord }) => ord))
}
