import { defineEntity, p } from '@mikro-orm/postgresql'
import type { NotificationKind, SecurityKind } from '#contract'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/**
 * A row of a user's notifications. `groupKey` names its subject, so that likes of one post share a row. The users who acted are
 * not copied: they are read from the likes, follows and comments since `openedAt`.
 */
const schema = defineEntity({
  name: 'Notification',
  uniques: [{ name: 'notification_group', properties: ['userId', 'groupKey'] }],
  indexes: [
    { name: 'notification_newest', properties: ['userId', 'changedAt', 'id'] },
    { name: 'notification_unread', properties: ['userId'], where: 'read_at is null' },
    { name: 'notification_growing', properties: ['userId', 'toldAt'], where: 'growing' },
    { name: 'notification_post', properties: ['postId'], where: 'post_id is not null' },
    { name: 'notification_comment', properties: ['commentId'], where: 'comment_id is not null' },
    { name: 'notification_about', properties: ['aboutId'], where: 'about_id is not null' },
  ],
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').deleteRule('cascade'),
    kind: p.string().$type<NotificationKind>(),
    groupKey: p.string().length(80),
    postId: p.uuid().nullable(),
    commentId: p.uuid().nullable(),
    /** The user it is about, if no other row says so. */
    aboutId: p.uuid().nullable(),
    /** For `security`: what happened, and from where. */
    security: p.json().$type<{ what: SecurityKind; device: string; ip: string } | null>().nullable(),
    openedAt: now(),
    changedAt: now(),
    toldAt: now(),
    /** Whether a job is waiting to send how far the group has grown. */
    growing: p.boolean().default(false),
    readAt: moment().nullable(),
  },
})

export class Notification extends schema.class {}
schema.setClass(Notification)
