import { db, now } from '#database'
import { jobs } from '#jobs'
import { job } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'

export const warnAccount = job('account.warn', {
  async prepare(payload, ctx) {
    const { userId, to } = payload
    const owner = await db(ctx.em)
      .selectFrom('User')
      .select(['email', 'emailGiven', now.as('at')])
      .where('id', '=', userId)
      .where(eb => eb.or([eb('email', '=', to), eb('phone', '=', to)]))
      // A deleted account is warned too: signing in is how its deletion is undone.
      .where('status', '!=', 'suspended')
      .executeTakeFirst()
    const message = owner
      ? {
          messageId: `${jobs['account.warn'].id(payload)}-${hourOf(owner.at)}@heliograph`,
          to: (owner.email === to ? owner.emailGiven : null) ?? to,
          subject: 'Someone tried to sign up with your address',
          parts: [
            'Someone tried to make a Heliograph account with this address, which is yours already. They were given nothing.',
            'If it was you, sign in instead.',
            { label: 'Sign in', url: `${ctx.publicUrl}/sign-in` },
          ],
          short: `Someone tried to make a Heliograph account with your number and was given nothing. If it was you, sign in: ${ctx.publicUrl}/sign-in`,
        }
      : null
    return { message, sent: await deliverMessage(message, ctx) }
  },
  handle: (_, ctx, { message, sent }) => keepMessage(message, ctx, sent),
})

/** `2026112113` */
const hourOf = (at: Date) => at.toISOString().slice(0, 13).replaceAll(/\D/g, '')
