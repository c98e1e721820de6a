import type { WriteContext } from '#core/pipeline/context'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { countShares } from '#domain/posts/count-shares'
import { lockPosts } from '#domain/posts/lock-posts'
import { audienceOf } from './audience.ts'
import { checkSends, type Found } from './check-sends.ts'
import { insertMessages, type Send } from './insert-messages.sql.ts'

export type Made = { messageId: string }

/**
 * Sends messages in the order of their `ord`: each takes its conversation's next number, and members get the event. Posts
 * that they carry count the share. Returns by `ord` what was made, or why nothing was.
 */
export async function sendMessages(ctx: WriteContext, sends: readonly Send[]): Promise<Map<number, Made | ApiError>> {
  const { em, publish } = ctx
  const carried = sends.flatMap(({ postId }) => postId ?? [])
  // Posts before conversations: the one order in which rows are locked.
  if (carried.length > 0) await lockPosts(em, carried)
  const found = await checkSends(em, sends)
  const valid = sends.filter(({ ord }) => isValid(found.get(ord)))
  const audience = await audienceOf(em, valid)
  const made = new Map<number, Made | ApiError>()
  for (const { ord, messageId, ...message } of await insertMessages(em, valid)) {
    publish('message.received', { users: audience(message) }, { messageId })
    made.set(ord, { messageId })
  }
  await countShares(
    ctx,
    valid.flatMap(({ postId }) => postId ?? []),
    1,
  )
  for (const { ord } of sends) if (!made.has(ord)) made.set(ord, errorOf(found.get(ord)))
  return made
}

const isValid = (found: Found | undefined) => found?.photoFound && found.postFound && found.replyFound

/** Why a message was not sent. */
function errorOf(found: Found | undefined): ApiError {
  if (!found) return notFound('conversation')
  if (!found.photoFound) return new ApiError('not_found', 'Photo not found, or not ready.')
  if (!found.postFound) return notFound('post')
  return invalid({ replyToSeq: 'is the number of no message' })
}
