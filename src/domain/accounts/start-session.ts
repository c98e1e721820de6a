import type { From, WriteContext } from '#core/pipeline/context'
import { ago, db, sql } from '#database'
import type { Admitted } from './check-credentials.ts'
import { isOnDevice, placeOf } from './devices.ts'
import { beginSession, type LiveSession } from './issue-tokens.ts'
import { notifySecurity } from './security-notice.ts'

/**
 * Begins a session of a user who has signed in, on the device that the client has shown to be theirs, or else on a new one.
 * The owner is notified of a new device, unless the account was lately used with the same program from the same address;
 * what was there before the password was reset counts as new. An account so old that its sessions may all be deleted by now
 * counts as used.
 */
export async function startSession(
  ctx: WriteContext & { from: From },
  { id, stage }: Admitted,
  deviceId: string | null,
): Promise<LiveSession> {
  const { em, from } = ctx
  const { ip, userAgent } = placeOf(from)
  const before = await db(em)
    .selectFrom('Session')
    .select(({ fn, eb, and, or }) => {
      const isHere = and([eb('ip', '=', ip), eb('userAgent', '=', userAgent), eb('lastSeenAt', '>', ago('90 days'))])
      return [
        or([eb(fn.countAll(), '>', 0), eb(sql<Date>`uuid_extract_timestamp(${id}::uuid)`, '<', ago('90 days'))]).as(
          'wasUsed',
        ),
        sql<boolean | null>`bool_or(${and([eb('known', '=', true), or([isOnDevice(deviceId), isHere])])})`.as(
          'isKnown',
        ),
      ]
    })
    .where('userId', '=', id)
    .executeTakeFirstOrThrow()
  // An unfinished sign-up has nothing yet that someone could take.
  const isNew = before.wasUsed === true && before.isKnown !== true && stage === 'done'
  if (isNew) await notifySecurity(ctx, id, 'new_device', from)
  return beginSession(em, id, from, deviceId)
}
