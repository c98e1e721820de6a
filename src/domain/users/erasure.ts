import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'

/** Deletes a user's relations with others, both ways: counts no longer include them. Returns whether there may be more. */
export const eraseRelations = ({ em }: WriteContext, userId: string): Promise<boolean> =>
  deleteRowsOf(em, userId, {
    Follow: ['followerId', 'followeeId'],
    Block: ['blockerId', 'blockedId'],
    Mute: ['muterId', 'mutedId'],
    Dismissal: ['userId', 'dismissedId'],
  })
