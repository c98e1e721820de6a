/**
 * Who is mentioned in comments, and who of them is notified: everybody once for each comment, however often it is edited.
 *
 * - Plan: `users` by name, `comment_mention` by its primary key, and for each new mention the access rules of one viewer.
 * - Locks: the mentions of the comments, whose posts are locked before.
 * - Measured by `npm run bench -- comments`.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeComment } from '#access/comments'
import { canSeePost } from '#access/posts'
import { lets } from '#access/users'
import { compiledStatement } from '#database'
import { rows, sql } from '#database/statement'

/** A name that a comment mentions. */
export type Naming = { commentId: string; username: string }
/** A user whom a comment mentions, or, not `notified`, no longer mentions. */
export type Moved = { userId: string; postId: string; commentId: string; notified: boolean }

const mentioned = sql.ref<string>('mentioned.id')
const writer = sql.ref<string>('comment.author_id')

const write = compiledStatement<Moved, { commentIds: 'uuid[]'; naming: 'uuid[]'; usernames: 'text[]' }>(
  { commentIds: 'uuid[]', naming: 'uuid[]', usernames: 'text[]' },
  ({ commentIds, naming, usernames }) => sql`
    with named as materialized (
      select naming.comment_id, users.id from unnest(${naming}, ${usernames}) as naming (comment_id, username)
      join users on users.username = naming.username and users.stage = 'done'
    ), gone as (
      update comment_mention set present = false
      where comment_id = any(${commentIds}) and present
        and not exists (select 1 from named where named.comment_id = comment_mention.comment_id and named.id = user_id)
      returning comment_id, user_id
    ), written as (
      insert into comment_mention (comment_id, user_id) select comment_id, id from named order by 1, 2
      on conflict (comment_id, user_id) do update set present = true where not comment_mention.present
      returning comment_id, user_id, old.user_id is null as fresh
    )
    select mentioned.id as "userId", comment.post_id as "postId", comment.id as "commentId", true as notified
    from written join users mentioned on mentioned.id = user_id join comment on comment.id = comment_id
      join post on post.id = comment.post_id join users author on author.id = post.author_id
    where fresh and mentioned.status = 'active' and mentioned.id <> comment.author_id
      and mentioned.id <> post.author_id and mentioned.id is distinct from comment.reply_to_id
      and ${canSeePost(mentioned, { post: 'post' })} and ${canSeeComment(mentioned, 'comment')}
      and ${lets(writer, 'whoMayMention', 'mentioned')}
    union all select user_id, post_id, comment_id, false from gone join comment on comment.id = comment_id`,
)

/**
 * Writes whom the texts of comments mention. Returns those who are mentioned for the first time and are to be notified: not
 * the writer, and not the author of the post or of the comment replied to, who are notified of the comment itself.
 */
export const writeMentions = (em: EntityManager, commentIds: readonly string[], namings: readonly Naming[]) =>
  write(em, {
    commentIds,
    naming: namings.map(one => one.commentId),
    usernames: namings.map(one => one.username),
  })

/** Writes whom comments from before mentions were kept mention. */
export const fillMentions = (em: EntityManager, named: readonly { id: string; username: string }[]) =>
  rows(
    em,
    sql`insert into comment_mention (comment_id, user_id, created_at)
      select comment.id, users.id, comment.created_at
      from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ username }) => username)}::text[]) named (id, username)
      join comment on comment.id = named.id join users on users.username = named.username and stage = 'done'
      order by 1, 2 on conflict do nothing`,
  )
