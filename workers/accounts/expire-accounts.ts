import type { WriteContext } from '#core/pipeline/context'
import { after, ago, db, literal, now } from '#database'
import { undoDays } from '#domain/accounts/undo-deletion'

const maxAtOnce = 500
/** Days after its erasure in which the user name of an account is still taken. */
const nameKept = 90

/** Deletes exports that can no longer be downloaded, and frees the names of erased accounts. Returns whether there may be more. */
export async function expireAccounts(ctx: WriteContext): Promise<boolean> {
  const { em } = ctx
  const exported = await db(em)
    .deleteFrom('Export')
    .where('id', 'in', eb =>
      eb
        .selectFrom('Export as old')
        .select('old.id')
        .where(old => old(old.fn.coalesce('old.expiresAt', after(old.ref('old.createdAt'), '7 days')), '<', now))
        .limit(maxAtOnce),
    )
    .returning('id')
    .execute()
  for (const { id } of exported) ctx.enqueue('files.remove', { key: `exports/${id}` })
  const freed = await db(em)
    .updateTable('User')
    .set({ username: null, skeleton: null })
    .where('id', 'in', eb =>
      eb
        .selectFrom('User as erased')
        .select('erased.id')
        .where('erased.status', '=', literal('deleted'))
        .where('erased.username', 'is not', null)
        .where('erased.passwordHash', 'is', null)
        .where('erased.deletedAt', '<', ago(`${undoDays + nameKept} days`))
        .limit(maxAtOnce),
    )
    .returning('id')
    .execute()
  return exported.length === maxAtOnce || freed.length === maxAtOnce
}
