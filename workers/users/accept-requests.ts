import { acceptRequests } from '#domain/users/accept-requests'
import { User } from '#entities'
import { job } from '../job.ts'

/** An account that is private again by then decides about each of those who still wait. */
export const acceptRest = job('follow.accept', {
  async handle({ userId }, ctx) {
    const isPublic = (await ctx.em.count(User, { id: userId, isPrivate: false })) > 0
    if (isPublic) await acceptRequests(ctx, userId, null, { ifPublic: true })
  },
})
