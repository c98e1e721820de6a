import type { ReadContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

const most = 1000

/** Seals with the newest secret what older ones have sealed, so that those can be taken away. Answers whether there may be more. */
export async function reEncrypt({ em, credentials }: Pick<ReadContext, 'em' | 'credentials'>): Promise<boolean> {
  const { olderEncryptions } = credentials
  if (olderEncryptions.length === 0) return false
  const old = await rows<{ userId: string; secret: string }>(
    em,
    sql`select user_id as "userId", secret from totp
      where secret ^@ any(${olderEncryptions}::text[]) limit ${most} for update skip locked`,
  )
  for (const { userId, secret } of old) {
    const text = credentials.decrypt(secret)
    // What cannot be opened now cannot be lost any more either.
    if (text === null) continue
    await rows(em, sql`update totp set secret = ${credentials.encrypt(text)} where user_id = ${userId}`)
  }
  return old.length === most
}
