import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'

/** Deletes what a user has hidden and cleared of their activity. Returns whether there may be more. */
export const eraseActivity = ({ em }: WriteContext, userId: string): Promise<boolean> =>
  deleteRowsOf(em, userId, { HiddenActivity: ['userId'], ActivityClearing: ['userId'] })
