import type { DurableEvent } from '#contract'
import { iso, rows, sql } from '#database/statement'
import { viewConversations } from './conversations.ts'
import { viewMedia as viewMediaRow } from './media.ts'
import { viewMessages } from './messages.ts'
import { unreadCounts, viewNotifications } from './notifications.ts'
import { type MediaRow, mediaColumns, pairs } from './raw.ts'
import { viewKnownUsers, viewUsers } from './users.ts'
import { inOrder, type View } from './view.ts'

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
    return entries.map(({ userId, refs }) => ({ upTo: iso(refs.upTo as string), unread: unread.get(userId) ?? 0 }))
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
  'media.ready': async (ctx, entries) => {
    const found = await rows<{ ord: number; media: MediaRow; isPrivate: boolean }>(
      ctx.em,
      sql`select pair.ord, ${mediaColumns} as media, users.is_private as "isPrivate" from ${pairs(ref('mediaId')(entries))}
        join media on media.id = pair.id and media.owner_id = pair.viewer_id join users on users.id = media.owner_id`,
    )
    return inOrder(entries.length, found, row => ({ media: viewMediaRow(row.media, row.isPrivate, ctx) }))
  },
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
