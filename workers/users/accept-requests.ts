import { row, sql } from '#database/statement'
import { acceptRequests } from '#domain/users/accept-requests'
import { job } from '../job.ts'

/** Whoever is private again by then decides about each of those who still wait. */
export const acceptRest = job('follow.accept', {
  async handle({ userId }, ctx) {
    const isOpen = await row(ctx.em, sql`select 1 from users where id = ${userId} and not is_private`)
    if (isOpen) await acceptRequests(ctx, userId, null, { ifPublic: true })
  },
})
