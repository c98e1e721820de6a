import type { OutputOf } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

type Entry = OutputOf<'moderation.audit'>['items'][number]

/** Writes down what a moderator does, in the transaction that does it. */
export const audit = (
  { em, viewer }: WriteContext & { viewer: Viewer },
  { act, targetKind, targetId, reason }: Pick<Entry, 'act' | 'targetKind' | 'targetId' | 'reason'>,
) =>
  rows(
    em,
    sql`insert into audit (moderator_id, act, target_kind, target_id, reason)
      values (${viewer.id}, ${act}, ${targetKind}, ${targetId}, ${reason})`,
  )
