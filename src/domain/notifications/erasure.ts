import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'

/** Deletes a user's notifications, and those of others about them. Returns whether there may be more. */
export const eraseNotifications = ({ em }: WriteContext, userId: string): Promise<boolean> =>
  deleteRowsOf(em, userId, { Notification: ['userId', 'aboutId'] })
