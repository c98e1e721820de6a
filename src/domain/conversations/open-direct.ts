import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { Member } from '#entities'

/** A user opens their direct conversation with another. */
export type Pair = { userId: string; otherId: string }

/** What two users share one conversation by. */
export const directKeyOf = ({ userId, otherId }: Pair) => [userId, otherId].sort().join(':')

/** The ids of the one conversation of each pair, in their order. Those that are not there yet are made. */
export async function openDirect(ctx: WriteContext, pairs: readonly Pair[]): Promise<string[]> {
  if (pairs.length === 0) return []
  const { em } = ctx
  const openers = new Map(pairs.map(pair => [directKeyOf(pair), pair.userId]))
  // In the order of their keys: two transactions that open the same conversations never wait in a circle.
  const keys = [...openers.keys()].sort()
  const made = await db(em)
    .insertInto('Conversation')
    .values(keys.map(directKey => ({ kind: 'direct' as const, directKey })))
    .onConflict(conflict => conflict.column('directKey').doNothing())
    .returning(['id', 'directKey'])
    .execute()
  const members = made.flatMap(({ id, directKey }) =>
    (directKey ?? '').split(':').map(userId => ({ conversationId: id, userId })),
  )
  if (members.length > 0) await em.insertMany(Member, members)
  for (const { id, directKey } of made) {
    // The other user sees a direct conversation from its first message on.
    ctx.publish('conversation.changed', { users: [openers.get(directKey ?? '') ?? ''] }, { conversationId: id })
  }
  const known =
    made.length === keys.length
      ? made
      : await db(em).selectFrom('Conversation').select(['id', 'directKey']).where('directKey', 'in', keys).execute()
  const ids = new Map(known.map(({ id, directKey }) => [directKey, id]))
  return pairs.map(pair => ids.get(directKeyOf(pair)) ?? '')
}
