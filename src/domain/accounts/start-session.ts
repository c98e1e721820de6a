import type { From, WriteContext } from '#core/pipeline/context'
import { row, sql } from '#database/statement'
import type { Admitted } from './check-credentials.ts'
import { beginSession, notedPlace, type SessionRow } from './issue-tokens.ts'
import { notifySecurity } from './security-notice.ts'

/**
 * Begins a session of somebody who has signed in, on the device they have shown to be theirs, or else on a new one: of
 * that the owner is told, unless the account was lately used with the same program from the same address. What was there
 * before the password was set anew counts as new. An account so old that its sessions may all be dropped by now was used.
 */
export async function startSession(
  ctx: WriteContext & { from: From },
  { id, stage }: Admitted,
  deviceId: string | null,
): Promise<SessionRow> {
  const { from } = ctx
  const { ip, userAgent } = notedPlace(from)
  const before = await row<{ wasUsed: boolean; known: boolean }>(
    ctx.em,
    sql`select count(*) > 0 or uuid_extract_timestamp(${id}::uuid) < now() - interval '90 days' as "wasUsed",
        coalesce(bool_or(known and (${deviceId}::uuid in (id, device_id)
        or ip = ${ip} and user_agent = ${userAgent}
          and last_seen_at > now() - interval '90 days')), false) as known
      from session where user_id = ${id}`,
  )
  // An unfinished sign-up has nothing yet that somebody could take.
  const isNew = before?.wasUsed === true && !before.known && stage === 'done'
  if (isNew) await notifySecurity(ctx, id, 'new_device', from)
  return beginSession(ctx.em, id, from, deviceId)
}
