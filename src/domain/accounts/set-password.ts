import type { From, WriteContext } from '#core/pipeline/context'
import { User } from '#entities'
import { doubtOthers } from './devices.ts'
import { endAllSessions } from './end-sessions.ts'
import { notifySecurity } from './security-notice.ts'
import { voidCodes } from './spend-code.ts'

/**
 * Sets a new password: ends all sessions, voids the codes that are out, and notifies the owner. Only the device of the
 * session `sessionId` stays known, if it is given.
 */
export async function setPassword(
  ctx: WriteContext & { from: From },
  userId: string,
  passwordHash: string,
  sessionId: string | null,
) {
  await ctx.em.nativeUpdate(User, { id: userId }, { passwordHash })
  await voidCodes(ctx.em, userId)
  await endAllSessions(ctx, userId)
  await doubtOthers(ctx.em, userId, sessionId, ctx.from)
  await notifySecurity(ctx, userId, 'password_changed', ctx.from)
}
