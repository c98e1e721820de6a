import type { DeclaredTopic } from '#core/live/topic'
import { viewCounts } from '#views/profile-counts'

/** The counts of a profile. Everybody sees the card of an account who may know of it, also of a private one. */
export const profile: DeclaredTopic<'profile'> = {
  namespace: 'users',
  event: 'profile.counts',
  pace: 200,
  fold: (_, later) => later,
  sent: change => change,
  // Read when they are sent: the last update is true, and none is older than the one before.
  async render(ctx, changes) {
    const counts = await viewCounts(ctx, [...changes.keys()])
    return new Map([...counts].map(([userId, counts]) => [userId, { update: { userId, counts } }]))
  },
}
