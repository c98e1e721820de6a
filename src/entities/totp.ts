import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, now } from './columns.ts'
import { User } from './user.ts'

/** The authenticator of an account. It counts once it is confirmed. */
const schema = defineEntity({
  name: 'Totp',
  properties: {
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Encrypted with the server's key. */
    secret: p.text(),
    confirmedAt: moment().nullable(),
    /** The newest time step whose code was used: no code is good twice. */
    lastStep: p.bigint('number').default(0),
    /** Hashes of the unused recovery codes. */
    recovery: p.json().$type<string[]>().defaultRaw(`'[]'`),
    createdAt: now(),
  },
})

export class Totp extends schema.class {}
schema.setClass(Totp)
