import type { OutputOf } from '#contract'
import { anyOf, db } from '#database'
import { viewUsers } from './users.ts'
import type { View } from './view.ts'

type Entry = OutputOf<'moderation.audit'>['items'][number]

/** Acts of moderators, for moderators, in the order of the ids; null for those that do not exist. */
export async function viewAudit(ctx: View, ids: readonly string[]): Promise<(Entry | null)[]> {
  const found = await db(ctx.em)
    .selectFrom('Audit')
    .select(['id', 'moderatorId', 'act', 'targetKind', 'targetId', 'reason', 'at'])
    .where('id', '=', anyOf(ids))
    .execute()
  const users = await viewUsers(
    ctx,
    found.flatMap(({ moderatorId }) => moderatorId ?? []),
  )
  const entries = new Map(
    found.map(({ moderatorId, at, ...entry }): [string, Entry] => [
      entry.id,
      { ...entry, at: at.toISOString(), moderator: users.get(moderatorId ?? '') ?? null },
    ]),
  )
  return ids.map(id => entries.get(id) ?? null)
}
