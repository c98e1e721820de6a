import type { DurableEvent } from '#contract'
import { viewClearings } from './activity.ts'
import { viewConversations } from './conversations.ts'
import { viewOwnUploads } from './media.ts'
import { viewMessages } from './messages.ts'
import { unreadCounts, viewNotifications } from './notifications.ts'
import { viewKnownUsers, viewUsers } from './users.ts'
import type { View } from './view.ts'

type Refs = Record<string, unknown>
type Entry = { userId: string; refs: Refs }
type Render = (ctx: View, entries: readonly Entry[]) => Promise<(object | null)[]>

const ref = (name: string) => (entries: readonly Entry[]) =>
  entries.map(({ userId, refs }) => ({ viewerId: userId, id: refs[name] as string }))

/** How each durable event's payload is made from its references, for many recipients at once. */
export const render: Record<DurableEvent, Render> = {
  'message.received': async (ctx, entries) =>
    (await viewMessages(ctx, ref('messageId')(entries))).map(message => message && { message }),
  'conversation.changed': async (ctx, entries) =>
    (await viewConversations(ctx, ref('conversationId')(entries))).map(one => one && { conversation: one }),
  'conversation.marks': async (_, entries) => entries.map(({ refs }) => refs),
  'notification.created': async (ctx, entries) => {
    const [notifications, unread] = await Promise.all([
      viewNotifications(ctx, ref('notificationId')(entries)),
      unreadCounts(
        ctx,
        entries.map(entry => entry.userId),
      ),
    ])
    return notifications.map((notification, i) => {
      const owner = entries[i]?.userId ?? ''
      return notification && { notification, unread: unread.get(owner) ?? 0 }
    })
  },
  'notification.read': async (ctx, entries) => {
    const unread = await unreadCounts(
      ctx,
      entries.map(entry => entry.userId),
    )
    return entries.map(({ userId, refs }) => ({
      upTo: new Date(refs.upTo as string).toISOString(),
      unread: unread.get(userId) ?? 0,
    }))
  },
  'follow.changed': async (ctx, entries) =>
    (await viewKnownUsers(ctx, ref('userId')(entries))).map(
      (user, i) => user && { user, relation: entries[i]?.refs.relation },
    ),
  'account.changed': async (ctx, entries) => {
    const users = await viewUsers(
      ctx,
      entries.map(entry => entry.userId),
    )
    return entries.map(({ userId }) => {
      const user = users.get(userId)
      return user ? { user } : null
    })
  },
  'activity.cleared': (ctx, entries) => viewClearings(ctx, ref('jobId')(entries)),
  'media.ready': async (ctx, entries) =>
    (await viewOwnUploads(ctx, ref('mediaId')(entries))).map(media => media && { media }),
}

/** Renders a mixed list of entries: one pass per kind of event. */
export async function renderEntries(
  ctx: View,
  entries: readonly { userId: string; event: DurableEvent; refs: object }[],
): Promise<(object | null)[]> {
  const payloads = new Array<object | null>(entries.length).fill(null)
  const byEvent = Map.groupBy(entries.keys(), i => (entries[i] as { event: DurableEvent }).event)
  await Promise.all(
    [...byEvent].map(async ([event, at]) => {
      const rendered = await render[event](
        ctx,
        at.map(i => entries[i] as Entry),
      )
      at.forEach((i, j) => {
        payloads[i] = rendered[j] ?? null
      })
    }),
  )
  return payloads
}
