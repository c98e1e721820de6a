import { defineEntity, p } from '@mikro-orm/postgresql'
import type { SecurityKind } from '#contract'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/**
 * One row of somebody's notifications. `groupKey` names what it is about, so that likes of one post share a row. Who
 * acted is not copied: it is read from the likes, follows and comments themselves, from `openedAt` on.
 */
const schema = defineEntity({
  name: 'Notification',
  uniques: [{ name: 'notification_group', properties: ['userId', 'groupKey'] }],
  indexes: [
    { name: 'notification_newest', properties: ['userId', 'changedAt', 'id'] },
    { name: 'notification_unread', properties: ['userId'], where: 'read_at is null' },
    { name: 'notification_growing', properties: ['userId', 'toldAt'], where: 'growing' },
  ],
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').deleteRule('cascade'),
    kind: p
      .string()
      .$type<'like' | 'comment' | 'reply' | 'follow' | 'follow_request' | 'follow_accepted' | 'security'>(),
    groupKey: p.string().length(80),
    postId: p.uuid().nullable().index('notification_post'),
    commentId: p.uuid().nullable().index('notification_comment'),
    /** The person it is about, where no other row says. */
    aboutId: p.uuid().nullable().index('notification_about'),
    /** Of `security`: what happened, and from where. */
    security: p.json().$type<{ what: SecurityKind; device: string; ip: string } | null>().nullable(),
    openedAt: now(),
    changedAt: now(),
    toldAt: now(),
    /** A task is waiting to tell how far the group has grown. */
    growing: p.boolean().default(false),
    readAt: moment().nullable(),
  },
})

export class Notification extends schema.class {}
schema.setClass(Notification)
