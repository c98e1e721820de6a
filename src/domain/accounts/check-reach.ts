import { networkOf } from '#auth/network'
import type { From, ReadContext } from '#core/pipeline/context'
import { invalid, tooMany } from '#core/pipeline/errors'
import type { Limiter } from '#core/pipeline/limits'
import { isEmail } from './contacts.ts'

/** Text messages that one network may ask for, to any numbers: each costs the operator of the server. */
const texts = { points: 30, seconds: 3600, shared: true }

type Requested = Pick<ReadContext, 'canText'> & { limiter: Limiter; from: From }

/** Throws for a phone number where no text message can be sent, since its code would never arrive, or too many were requested. */
export async function checkReach({ canText, limiter, from }: Requested, contact: string, field = 'contact') {
  if (isEmail(contact)) return
  if (!canText) throw invalid({ [field]: 'must be an email address: this server sends no text messages' })
  const state = await limiter.consume(`texts for ${networkOf(from.ip)}`, texts)
  if (!state.ok) throw tooMany(state.resetSeconds)
}
