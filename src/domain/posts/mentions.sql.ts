/**
 * Who is mentioned in captions, and who of them is notified: everybody once for each post, however often it is edited.
 *
 * - Plan: `users` by name, `post_mention` by its primary key, and for each new mention the access rules of one viewer.
 * - Locks: the mentions of the post, whose row is locked before.
 * - Measured by `npm run bench -- captions`.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { lets } from '#access/users'
import { compiledStatement } from '#database'
import { rows, sql } from '#database/statement'

const mentioned = sql.ref<string>('mentioned.id')
const author = sql.ref<string>('author.id')

/** Whether a mentioned user is notified: not the author, allows mentions by them, and can see the published post. */
const isNotified = sql`post.status = 'published' and mentioned.status = 'active' and mentioned.id <> author.id
  and ${canSeePost(mentioned, { post: 'post' })} and ${lets(author, 'whoMayMention', 'mentioned')}`

const write = compiledStatement<{ id: string; notified: boolean }, { postId: 'uuid'; usernames: 'text[]' }>(
  { postId: 'uuid', usernames: 'text[]' },
  ({ postId, usernames }) => sql`
    with named as materialized (
      select id from users where username = any(${usernames}) and stage = 'done'
    ), gone as (
      update post_mention set present = false
      where post_id = ${postId} and present and not exists (select 1 from named where named.id = user_id)
      returning user_id as id
    ), written as (
      insert into post_mention (post_id, user_id) select ${postId}, id from named order by id
      on conflict (post_id, user_id) do update set present = true where not post_mention.present
      returning user_id as id, old.user_id is null as fresh
    )
    select mentioned.id, true as notified from written join users mentioned using (id)
      join post on post.id = ${postId} join users author on author.id = post.author_id where fresh and ${isNotified}
    union all select id, false from gone`,
)

/**
 * Writes whom the caption of a post mentions. Returns those who are mentioned for the first time and are to be notified, and,
 * not `notified`, those who are no longer mentioned.
 */
export const writeMentions = (em: EntityManager, postId: string, usernames: readonly string[]) =>
  write(em, { postId, usernames })

const announce = compiledStatement<{ id: string }, { postId: 'uuid'; since: 'timestamptz' }>(
  { postId: 'uuid', since: 'timestamptz' },
  ({ postId, since }) => sql`
    with forgotten as (
      delete from post_mention
      where post_id = ${postId} and not present and created_at >= coalesce(${since}, '-infinity')
    )
    select mentioned.id from post_mention join users mentioned on mentioned.id = user_id
    join post on post.id = post_id join users author on author.id = post.author_id
    where post_id = ${postId} and present and post_mention.created_at >= coalesce(${since}, '-infinity')
      and ${isNotified} and not exists (
      select 1 from notification where user_id = mentioned.id and group_key = 'mention:' || post_id)`,
)

/**
 * Those who are mentioned in a post that others begin to see, and are to be notified: all, or those mentioned since a time. A
 * mention that came and left the caption meanwhile is forgotten: it was not shown to anybody.
 */
export const toBeNotified = (em: EntityManager, postId: string, since: Date | null) => announce(em, { postId, since })

/** Writes whom captions from before mentions were kept mention. */
export const fillMentions = (em: EntityManager, named: readonly { id: string; username: string }[]) =>
  rows(
    em,
    sql`insert into post_mention (post_id, user_id, created_at)
      select post.id, users.id, post.created_at
      from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ username }) => username)}::text[]) named (id, username)
      join post on post.id = named.id join users on users.username = named.username and stage = 'done'
      order by 1, 2 on conflict do nothing`,
  )
