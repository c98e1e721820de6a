import { z } from 'zod'
import { type DurableEvent, id, relation, time } from '#contract'

/** What a log entry stores of each durable event: references, so that content hidden since is never replayed. */
export const eventRefs = {
  'message.received': z.object({ messageId: id }),
  'conversation.changed': z.object({ conversationId: id }),
  'conversation.marks': z.object({ conversationId: id, userId: id, readSeq: z.int(), deliveredSeq: z.int() }),
  'notification.created': z.object({ notificationId: id }),
  'notification.read': z.object({ upTo: time }),
  'follow.changed': z.object({ userId: id, relation }),
  'account.changed': z.object({ userId: id }),
  'activity.cleared': z.object({ jobId: id }),
  'media.ready': z.object({ mediaId: id }),
} satisfies Record<DurableEvent, z.ZodObject>

export type EventRefs = { [E in DurableEvent]: z.infer<(typeof eventRefs)[E]> }

/** An entry to render for its recipient. */
export type EntryToRender = { userId: string; event: DurableEvent; refs: EventRefs[DurableEvent] }
