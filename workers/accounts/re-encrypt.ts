import type { ReadContext } from '#core/pipeline/context'
import { db, type SqlBool, sql } from '#database'
import { Totp } from '#entities'

const maxAtOnce = 1000

/** Re-encrypts with the newest secret what older ones have encrypted, so that these can be removed. Returns whether there may be more. */
export async function reEncrypt({ em, credentials }: Pick<ReadContext, 'em' | 'credentials'>): Promise<boolean> {
  const { olderEncryptions } = credentials
  if (olderEncryptions.length === 0) return false
  const old = await db(em)
    .selectFrom('Totp')
    .select(['userId', 'secret'])
    .where(eb => sql<SqlBool>`${eb.ref('secret')} ^@ any(${[...olderEncryptions]}::text[])`)
    .limit(maxAtOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { userId, secret } of old) {
    const text = credentials.decrypt(secret)
    // What cannot be decrypted now is lost already.
    if (text === null) continue
    await em.nativeUpdate(Totp, { userId }, { secret: credentials.encrypt(text) })
  }
  return old.length === maxAtOnce
}
