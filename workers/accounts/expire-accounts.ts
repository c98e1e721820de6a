import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { undoDays } from '#domain/accounts/undo-deletion'

const most = 500
/** Days after its erasure that the user name of an account is nobody's. */
const nameKept = 90

/** Drops exports that nobody may fetch any longer, and gives the names of erased accounts back. Answers whether there may be more. */
export async function expireAccounts(ctx: WriteContext): Promise<boolean> {
  const exported = await rows<{ id: string }>(
    ctx.em,
    sql`delete from export where id in (
        select id from export where coalesce(expires_at, created_at + interval '7 days') < now() limit ${most}
      ) returning id`,
  )
  for (const { id } of exported) ctx.enqueue('files.remove', { key: `exports/${id}` })
  const freed = await rows(
    ctx.em,
    sql`update users set username = null, skeleton = null where id in (
        select id from users where status = 'deleted' and username is not null and password_hash is null
          and deleted_at < now() - ${undoDays + nameKept} * interval '1 day' limit ${most}
      ) returning 1`,
  )
  return exported.length === most || freed.length === most
}
