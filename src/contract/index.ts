/**
 * Heliograph's contract: everything a client can call and receive, as values.
 *
 * operation  one typed request, callable over HTTP and Socket.IO
 * event      one typed push: durable (an entry in the recipient's log) or ephemeral (never repeated)
 * namespace  a Socket.IO namespace; all share one connection
 * stream     a namespace with durable events, and therefore a log for each user
 * seq        a user's number in a stream: 1, 2, 3 … without gaps
 * head       the last number of a user's stream
 * stage      the progress of a sign-up: code → profile → photo → done
 * transport  HTTP or Socket.IO
 * error      a failed call: a code, a sentence (`detail`) and the invalid fields
 */
import type { z } from 'zod'
import { authenticatorOperations, credentialOperations, sessionOperations, signUpOperations } from './accounts/index.ts'
import { activityEvents, activityOperations } from './activity.ts'
import { collectionOperations } from './collections.ts'
import { commentOperations } from './comments/index.ts'
import { conversationEvents, conversationOperations } from './conversations.ts'
import type { EventKind } from './event.ts'
import { feedEvents, feedOperations } from './feed.ts'
import { hashtagOperations } from './hashtags.ts'
import { logOperations } from './log.ts'
import { mediaEvents, mediaOperations } from './media.ts'
import { messageEvents, messageOperations } from './messages.ts'
import { moderationOperations } from './moderation.ts'
import { notificationEvents, notificationOperations } from './notifications.ts'
import { postEvents, postOperations } from './posts/index.ts'
import { reportOperations } from './reports.ts'
import {
  accountOperations,
  peopleOperations,
  relationOperations,
  settingsOperations,
  userEvents,
} from './users/index.ts'

export const operations = {
  ...signUpOperations,
  ...sessionOperations,
  ...credentialOperations,
  ...authenticatorOperations,
  ...accountOperations,
  ...peopleOperations,
  ...relationOperations,
  ...settingsOperations,
  ...mediaOperations,
  ...postOperations,
  ...commentOperations,
  ...collectionOperations,
  ...feedOperations,
  ...hashtagOperations,
  ...conversationOperations,
  ...messageOperations,
  ...notificationOperations,
  ...activityOperations,
  ...logOperations,
  ...reportOperations,
  ...moderationOperations,
}
export type OperationName = keyof typeof operations
export type InputOf<N extends OperationName> = z.output<(typeof operations)[N]['input']>
export type CallOf<N extends OperationName> = z.input<(typeof operations)[N]['input']>
export type OutputOf<N extends OperationName> = z.output<(typeof operations)[N]['output']>

export const events = {
  ...userEvents,
  ...mediaEvents,
  ...postEvents,
  ...feedEvents,
  ...messageEvents,
  ...conversationEvents,
  ...notificationEvents,
  ...activityEvents,
}
export type EventName = keyof typeof events
export type PayloadOf<N extends EventName> = z.output<(typeof events)[N]['payload']>
type OfKind<K extends EventKind> = { [N in EventName]: (typeof events)[N]['kind'] extends K ? N : never }[EventName]
export type DurableEvent = OfKind<'durable' | 'both'>
export type EphemeralEvent = OfKind<'ephemeral' | 'both'>

export * from './accounts/index.ts'
export * from './activity.ts'
export * from './collections.ts'
export * from './comments/index.ts'
export * from './connection.ts'
export * from './conversations.ts'
export * from './errors.ts'
export * from './event.ts'
export * from './feed.ts'
export * from './hashtags.ts'
export * from './length.ts'
export * from './log.ts'
export * from './media.ts'
export * from './messages.ts'
export * from './moderation.ts'
export * from './notifications.ts'
export * from './operation.ts'
export * from './posts/index.ts'
export * from './primitives.ts'
export * from './reports.ts'
export * from './text-entity.ts'
export type * from './topics.ts'
export * from './users/index.ts'
