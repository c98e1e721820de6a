import type { App } from '#app'
import { rows, sql } from '#database/statement'
import type { Actors } from './actors.ts'
import type { Held } from './add-messages.ts'
import { password } from './people.ts'

/**
 * Sets the passwords, and moves everything to its time, in one transaction. Counts stay: only times change, including those
 * of notifications.
 */
export async function finish(app: App, { ids }: Actors, held: readonly Held[]) {
  const demo = sql`any(${[...ids.values()]}::uuid[])`
  const { credentials } = app.engine.reading
  const hash = await credentials.hashPassword(password)
  await app.engine.transact(async ({ em }) => {
    await rows(em, sql`update users set password_hash = ${hash} where id = ${demo}`)
    await rows(
      em,
      sql`update media set created_at = post.created_at from post_media join post on post.id = post_id
        where media.id = media_id and owner_id = ${demo}`,
    )
    await rows(
      em,
      sql`update follow set created_at = now() - interval '40 days' * power(${spread('follower_id', 'followee_id')}, 2)
        where follower_id = ${demo} and followee_id = ${demo}`,
    )
    await rows(
      em,
      sql`update post_like set created_at = published_at
          + least(now() - published_at, interval '20 hours') * power(${spread('post_id', 'user_id')}, 2)
        from post where post.id = post_id and author_id = ${demo} and user_id = ${demo}`,
    )
    await rows(
      em,
      sql`update comment set created_at = published_at
          + least(now() - published_at, interval '9 hours') * power(said.number / (said.total + 1.0), 1.5)
        from post, (select id, row_number() over post as number, count(*) over (partition by post_id) as total from comment
          where author_id = ${demo} window post as (partition by post_id order by id)) said
        where post.id = post_id and said.id = comment.id and post.author_id = ${demo}`,
    )
    await rows(
      em,
      sql`update comment_like set created_at = comment.created_at
          + least(now() - comment.created_at, interval '20 hours') * power(${spread('comment_id', 'user_id')}, 2)
        from comment where comment.id = comment_id and author_id = ${demo} and user_id = ${demo}`,
    )
    await rows(
      em,
      sql`update feed_entry set published_at = post.published_at from post
        where post.id = post_id and post.author_id = ${demo} and feed_entry.published_at <> post.published_at`,
    )
    await moveMessages()
    await moveNotifications()

    async function moveMessages() {
      await rows(
        em,
        sql`update message set created_at = now() - ago * interval '1 hour' - (head_seq - seq) * interval '4 minutes'
            - ${spread('message.id')} * interval '3 minutes'
          from conversation join jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (id uuid, ago float) using (id)
          where conversation.id = conversation_id and sender_id = ${demo}`,
      )
      const spans = sql`(select conversation_id as id, min(created_at) as first, max(created_at) as last from message
        where conversation_id = any(${held.map(one => one.id)}::uuid[]) group by 1) span`
      await rows(
        em,
        sql`update conversation set created_at = first, last_message_at = last from ${spans} where span.id = conversation.id`,
      )
      await rows(em, sql`update member set joined_at = first from ${spans} where span.id = conversation_id`)
    }

    // As old as the newest action of its group, and read if that was yesterday. None still grows, so no job moves it back.
    async function moveNotifications() {
      await rows(
        em,
        sql`update notification set opened_at = first, changed_at = last, told_at = last, growing = false,
            read_at = case when last < now() - interval '18 hours' then last + interval '20 minutes' end
          from (select id, min(at) as first, max(at) as last from (
            select notification.id, post_like.created_at as at from notification join post_like using (post_id)
              where kind = 'like' and post_like.user_id <> notification.user_id
            union all
            select notification.id, follow.created_at from notification join follow on followee_id = user_id
              where kind = 'follow' and status = 'following'
            union all
            select notification.id, comment.created_at from notification join comment on comment.id = comment_id
              where kind in ('comment', 'reply', 'mention')
            union all
            select notification.id, comment_like.created_at from notification join comment_like using (comment_id)
              where kind = 'comment_like' and comment_like.user_id <> notification.user_id
            union all
            select notification.id, post.published_at from notification join post on post.id = post_id
              where kind in ('mention', 'tag') and comment_id is null
          ) acts group by id) acted
          where acted.id = notification.id and user_id = ${demo}`,
      )
    }
  })
}

/** A number from 0 to 1 that is constant for a row. */
const spread = (...columns: string[]) =>
  sql`((hashtextextended(${sql.join(
    columns.map(column => sql`${sql.ref(column)}::text`),
    sql` || `,
  )}, 0) & 1023) / 1024.0)`
