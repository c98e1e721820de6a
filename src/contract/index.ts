/**
 * Heliograph's contract: everything that a client may ask and be told, as values.
 *
 * operation  one typed request, callable over HTTP and Socket.IO
 * event      one typed push: durable (in the recipient's log) or live (a hint)
 * namespace  a Socket.IO namespace; all share one connection
 * stream     a namespace that has durable events, and so a log per user
 * seq        a user's number in a stream: 1, 2, 3 … without holes
 * head       the last number of a user's stream
 * stage      how far a sign-up has come: code → profile → photo → done
 * door       HTTP or Socket.IO
 * refusal    an answer that says no: a code, a sentence and the fields at fault
 */
import type { z } from 'zod'
import { accounts } from './accounts.ts'
import { comments } from './comments.ts'
import type { EventKind } from './event.ts'
import { feed, feedEvents } from './feed.ts'
import { me } from './me.ts'
import { media } from './media.ts'
import { messageEvents, messages } from './messages.ts'
import { moderation } from './moderation.ts'
import { notificationEvents, notifications } from './notifications.ts'
import { postEvents, posts } from './posts.ts'
import { userEvents, users } from './users.ts'

export const operations = {
  ...accounts,
  ...me,
  ...users,
  ...media,
  ...posts,
  ...comments,
  ...feed,
  ...messages,
  ...notifications,
  ...moderation,
}
export type OperationName = keyof typeof operations
export type InputOf<N extends OperationName> = z.output<(typeof operations)[N]['input']>
export type CallOf<N extends OperationName> = z.input<(typeof operations)[N]['input']>
export type OutputOf<N extends OperationName> = z.output<(typeof operations)[N]['output']>

export const events = { ...userEvents, ...postEvents, ...feedEvents, ...messageEvents, ...notificationEvents }
export type EventName = keyof typeof events
export type PayloadOf<N extends EventName> = z.output<(typeof events)[N]['payload']>
type OfKind<K extends EventKind> = { [N in EventName]: (typeof events)[N]['kind'] extends K ? N : never }[EventName]
export type DurableEvent = OfKind<'durable' | 'both'>
export type LiveEvent = OfKind<'live' | 'both'>

export * from './connection.ts'
export * from './errors.ts'
export * from './event.ts'
export * from './length.ts'
export { MAX_PHOTO_BYTES } from './media.ts'
export { type Stream, streams } from './notifications.ts'
export * from './operation.ts'
export * from './shapes.ts'
