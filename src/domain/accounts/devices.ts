import type { EntityManager } from '@mikro-orm/postgresql'
import type { From } from '#core/pipeline/context'
import { columnsOf, db, expression as eb, idOf, now } from '#database'

const session = columnsOf('Session', 'Session')

/** The device of a session: the id of the first session on it. */
export const ownDeviceId = eb.fn.coalesce(session('deviceId'), session('id'))

/** Whether a session is on a device; never for no device (null). */
export const isOnDevice = (deviceId: string | null) =>
  eb.or([eb(session('id'), '=', idOf(deviceId)), eb(session('deviceId'), '=', idOf(deviceId))])

/** Address and program of a caller, cut to what the columns of a session hold. */
export const placeOf = ({ ip, userAgent }: From) => ({ ip: ip.slice(0, 64), userAgent: userAgent.slice(0, 400) })

/**
 * Makes a sign-in news again everywhere but on the device of a session (if any) and at the caller's place: someone else
 * may have been there.
 */
export function doubtOthers(em: EntityManager, userId: string, sessionId: string | null, from: From) {
  const { ip, userAgent } = placeOf(from)
  return db(em)
    .updateTable('Session')
    .set({ known: false })
    .where('userId', '=', userId)
    .where(eb => eb(ownDeviceId, 'is distinct from', deviceIdOf(em, sessionId)))
    .where(eb => eb.or([eb('ip', '!=', ip), eb('userAgent', '!=', userAgent)]))
    .execute()
}

/** Makes a sign-in on the device of a session news again: someone else may have been there. The device keeps its own tries. */
export const doubtDevice = (em: EntityManager, userId: string, sessionId: string) =>
  db(em)
    .updateTable('Session')
    .set({ known: false })
    .where('userId', '=', userId)
    .where(eb => eb(ownDeviceId, '=', deviceIdOf(em, sessionId)))
    .execute()

const deviceIdOf = (em: EntityManager, sessionId: string | null) =>
  db(em)
    .selectFrom('Session as own')
    .select(eb => eb.fn.coalesce('own.deviceId', 'own.id').as('device'))
    .where('own.id', '=', idOf(sessionId))

/**
 * Makes a device unknown to an account, unless a session on it is still live: its next sign-in is that of a new device,
 * which the owner is notified of and which has no tries of its own.
 */
export const forgetDevice = (em: EntityManager, userId: string, deviceId: string) =>
  db(em)
    .deleteFrom('Session')
    .where('userId', '=', userId)
    .where(isOnDevice(deviceId))
    .where(eb => eb.or([eb('endedAt', 'is not', null), eb('expiresAt', '<=', now)]))
    .execute()
