import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'

/** Deletes a user's feed. Returns whether there may be more. */
export const eraseFeed = ({ em }: WriteContext, userId: string): Promise<boolean> =>
  deleteRowsOf(em, userId, { FeedEntry: ['ownerId'] })
