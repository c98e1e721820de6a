import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { viewExport } from '#views/accounts'

export const exportData = plain('users.export', async (_, ctx) => {
  const { em, viewer } = ctx
  // Who asks twice at once waits here, and is answered what the first began.
  await row(em, sql`select id from users where id = ${viewer.id} for no key update`)
  const newest = await row<{ id: string }>(
    em,
    sql`select id from export where user_id = ${viewer.id} and status <> 'failed'
      and created_at > now() - interval '24 hours' order by created_at desc, id desc limit 1`,
  )
  if (newest) return viewExport(ctx, newest.id)
  const begun = (await row<{ id: string }>(
    em,
    sql`insert into export (user_id) values (${viewer.id}) returning id`,
  )) as { id: string }
  ctx.enqueue('account.export', { exportId: begun.id })
  return viewExport(ctx, begun.id)
})
