import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { apart, knows } from '#access/apart'
import { isThere, seesMessage } from '#access/my-conversations'
import { seesPost } from '#access/visible-posts'
import { rows, sql } from '#database/statement'

type Row = { key: string; item: unknown }
/** Rows `(key, item)`, each with a key of its own. */
type Query = RawBuilder<Row>

const atOnce = 1000

const at = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Of a post, what is told with what somebody did there: whose it is only where they may see it now. */
const aboutPost = (me: Query | RawBuilder<unknown>) =>
  sql`'postId', post.id, 'author', case when ${seesPost(me)} then author.username end`

/** What somebody's export holds, by the name of the file: their own things, and of others what they can see now. */
export const sections: Record<string, (me: RawBuilder<unknown>) => Query> = {
  'posts.json': me => sql`select id as key, json_build_object('id', id, 'caption', caption, 'location', location,
      'status', status, 'commentsDisabled', comments_disabled, 'likes', like_count, 'comments', comment_count,
      'photos', (select json_agg(media_id order by position) from post_media where post_id = post.id),
      'createdAt', ${at('created_at')}, 'editedAt', ${at('edited_at')}, 'publishedAt', ${at('published_at')}) as item
    from post where author_id = ${me}`,
  'photos.json': me => sql`select id as key, json_build_object('id', id, 'altText', alt_text, 'status', status,
      'width', image -> 'width', 'height', image -> 'height', 'createdAt', ${at('created_at')}) as item
    from media where owner_id = ${me}`,
  'comments.json': me => sql`select id as key, json_build_object('id', id, 'postId', post_id, 'parentId', parent_id,
      'text', text, 'likes', like_count, 'createdAt', ${at('created_at')}, 'editedAt', ${at('edited_at')}) as item
    from comment where author_id = ${me}`,
  'likes.json': me => sql`select post.id as key, json_build_object(${aboutPost(me)},
      'likedAt', ${at('post_like.created_at')}) as item
    from post_like join post on post.id = post_id join users author on author.id = author_id where user_id = ${me}`,
  'saved.json': me => sql`select post.id as key, json_build_object(${aboutPost(me)},
      'savedAt', ${at('post_save.created_at')}) as item
    from post_save join post on post.id = post_id join users author on author.id = author_id where user_id = ${me}`,
  'followers.json': me => sql`select users.id as key, json_build_object('username', username, 'fullName', full_name,
      'status', follow.status, 'since', ${at('follow.created_at')}) as item
    from follow join users on users.id = follower_id where followee_id = ${me} and ${knows(me)}`,
  'following.json': me => sql`select users.id as key, json_build_object('username', username, 'fullName', full_name,
      'status', follow.status, 'since', ${at('follow.created_at')}) as item
    from follow join users on users.id = followee_id where follower_id = ${me} and ${knows(me)}`,
  'blocked.json': me => people(sql`block join users on users.id = blocked_id where blocker_id = ${me}`, 'block'),
  'muted.json': me => people(sql`mute join users on users.id = muted_id where muter_id = ${me}`, 'mute'),
  'dismissed.json': me =>
    people(sql`dismissal join users on users.id = dismissed_id where user_id = ${me}`, 'dismissal'),
  'conversations.json': me => sql`select conversation.id as key, json_build_object('id', conversation.id,
      'kind', kind, 'title', title, 'createdAt', ${at('conversation.created_at')}, 'members', (
        select json_agg(case when status = 'active' then username else 'deleted' end order by joined_at, user_id)
        from member other join users on users.id = user_id
        where other.conversation_id = conversation.id and not ${apart(me, sql`other.user_id`)})) as item
    from conversation join member on member.conversation_id = conversation.id and member.user_id = ${me}`,
  // What they wrote themselves, whoever else still sees it; of others what they can see.
  'messages.json': me => sql`select message.id as key, json_build_object('conversationId', conversation.id, 'seq', seq,
      'from', case when sender.status = 'active' then sender.username else 'deleted' end, 'kind', message.kind,
      'text', text, 'photoId', media_id, 'postId', post_id, 'sentAt', ${at('message.created_at')},
      'editedAt', ${at('edited_at')}) as item
    from message join conversation on conversation.id = message.conversation_id
    join member on member.conversation_id = conversation.id and member.user_id = ${me}
    join users sender on sender.id = sender_id
    where unsent_at is null and (sender_id = ${me} or ${isThere(me)} and ${seesMessage(me)})`,
  'notifications.json': me => sql`select id as key, json_build_object('kind', kind, 'postId', post_id,
      'commentId', comment_id, 'security', security, 'createdAt', ${at('changed_at')}, 'readAt', ${at('read_at')}) as item
    from notification where user_id = ${me}`,
  'sessions.json': me => sql`select id as key, json_build_object('device', user_agent, 'ip', ip,
      'createdAt', ${at('created_at')}, 'lastSeenAt', ${at('last_seen_at')}, 'endedAt', ${at('ended_at')}) as item
    from session where user_id = ${me}`,
  'reports.json': me => sql`select id as key, json_build_object('kind', kind, 'id', target_id, 'reason', reason,
      'note', note, 'status', status, 'createdAt', ${at('created_at')}) as item
    from report where reporter_id = ${me}`,
}

const people = (from: RawBuilder<unknown>, table: string): Query =>
  sql`select users.id as key, json_build_object('username', username, 'fullName', full_name,
    'since', ${at(`${table}.created_at`)}) as item from ${from} and users.status = 'active'`

/** The items of a section, a page at a time. */
export async function* itemsOf(em: EntityManager, query: Query): AsyncGenerator<unknown> {
  for (let after: string | null = null; ; ) {
    const page: Row[] = await rows<Row>(
      em,
      sql`select * from (${query}) found where ${after}::uuid is null or key > ${after}::uuid order by key limit ${atOnce}`,
    )
    for (const { item } of page) yield item
    if (page.length < atOnce) return
    after = page.at(-1)?.key ?? null
  }
}
