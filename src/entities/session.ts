import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/**
 * A sign-in on a device, and the family of its refresh tokens. A refresh token is derived from the session and a number, so
 * only the number of the newest is stored.
 */
const schema = defineEntity({
  name: 'Session',
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').index('session_user').deleteRule('cascade'),
    refreshNumber: p.integer().default(1),
    /** When the token before the newest was spent. */
    refreshedAt: now(),
    /** When earlier tokens were spent, by their numbers; kept as long as a retry with one of them is tolerated. */
    spentAt: p.json().$type<Record<string, string>>().default('{}'),
    /** The first session on the same device, which the client proved by its device token. */
    deviceId: p.uuid().nullable().index('session_device'),
    /** Whether a sign-in from here needs no notice. A new password resets it everywhere but on the device that set it. */
    known: p.boolean().default(true),
    userAgent: p.string().length(400).default(''),
    ip: p.string().length(64).default(''),
    createdAt: now(),
    lastSeenAt: now(),
    expiresAt: moment(),
    endedAt: moment().nullable(),
  },
})

export class Session extends schema.class {}
schema.setClass(Session)
