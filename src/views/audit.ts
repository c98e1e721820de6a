import type { OutputOf } from '#contract'
import { iso, rows, sql } from '#database/statement'
import { viewUsers } from './users.ts'
import type { View } from './view.ts'

type Entry = OutputOf<'moderation.audit'>['items'][number]
type Found = Omit<Entry, 'moderator'> & { moderatorId: string | null }

/** Lines of the audit table, for moderators, in the order asked. */
export async function viewAudit(ctx: View, ids: readonly string[]): Promise<(Entry | null)[]> {
  const found = await rows<Found>(
    ctx.em,
    sql`select id, moderator_id as "moderatorId", act, target_kind as "targetKind", target_id as "targetId", reason, at
      from audit where id = any(${[...ids]}::uuid[])`,
  )
  const users = await viewUsers(
    ctx,
    found.flatMap(({ moderatorId }) => moderatorId ?? []),
  )
  const byId = new Map(found.map(({ moderatorId, at, ...entry }) => [entry.id, { ...entry, moderatorId, at: iso(at) }]))
  return ids.map(id => {
    const entry = byId.get(id)
    if (!entry) return null
    const { moderatorId, ...rest } = entry
    return { ...rest, moderator: users.get(moderatorId ?? '') ?? null }
  })
}
