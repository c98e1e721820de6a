import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'

/** Deletes which hashtags a user follows. Returns whether there may be more. */
export const eraseHashtags = ({ em }: WriteContext, userId: string): Promise<boolean> =>
  deleteRowsOf(em, userId, { HashtagFollow: ['userId'] })
