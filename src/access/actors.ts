import type { RawBuilder } from 'kysely'
import { sql } from '#database/statement'
import { silenced } from './apart.ts'
import { seesComment, seesPost } from './visible-posts.ts'

type Id = RawBuilder<unknown>

const owner = sql`notification.user_id`

// Who acted, and when, of a row of `notification`: read from the likes, follows and comments themselves, so that what was
// taken back counts no longer.
const likes = sql`select user_id as actor_id, created_at as at from post_like where notification.kind = 'like'
  and post_like.post_id = notification.post_id and user_id <> notification.user_id
  and created_at >= notification.opened_at`
const follows = sql`select follower_id as actor_id, created_at as at from follow
  where notification.kind in ('follow', 'follow_request') and followee_id = notification.user_id
    and created_at >= notification.opened_at
    and status = case notification.kind when 'follow' then 'following' else 'requested' end`
const single = sql`select followee_id as actor_id, created_at as at from follow
  where notification.kind = 'follow_accepted' and follower_id = notification.user_id
    and followee_id = notification.about_id and status = 'following'
  union all
  select author_id, created_at from comment where notification.kind in ('comment', 'reply')
    and comment.id = notification.comment_id`

const acted = sql`(${likes} union all ${follows} union all ${single})`

/** Those of whom its owner is to hear: nobody gone, apart or muted. */
const heardOf = (some: RawBuilder<unknown>) => sql`select acted.actor_id, acted.at from (${some}) acted
  join users actor on actor.id = acted.actor_id where actor.status = 'active' and not ${silenced(owner, sql`acted.actor_id`)}`

/** So many actors are counted: of what very many like, the others are not looked through. */
const mostActors = 1000

const newest = (some: RawBuilder<unknown>) => sql`(${heardOf(some)} order by at desc limit ${sql.lit(mostActors)})`

/** The actors whom the owner of a row of `notification` is to hear of, as a table `(actor_id, at)`: the newest of them. */
export const actors = sql`(${newest(likes)} union all ${newest(follows)} union all ${heardOf(single)})`

/** Whether a row of `notification` depends on somebody: they acted, heard of or not, or its post or thread is theirs. */
export const dependsOn = (person: Id) => sql<boolean>`(
  exists (select 1 from ${acted} acted where acted.actor_id = ${person})
  or exists (select 1 from post where post.id = notification.post_id and post.author_id = ${person})
  or exists (select 1 from comment join comment root on root.id = comment.parent_id
    where comment.id = notification.comment_id and root.author_id = ${person})
)`

/** Whether its owner may still see what a row of `notification` is about. */
export const seesAbout = sql<boolean>`(notification.post_id is null or exists (
  select 1 from post join users author on author.id = post.author_id
  where post.id = notification.post_id and ${seesPost(owner)}
)) and (notification.comment_id is null or exists (
  select 1 from comment where comment.id = notification.comment_id and ${seesComment(owner)}
))`

/** Whether anything is left to show of a row of `notification`. */
export const isLeft = sql<boolean>`(notification.kind = 'security'
  or ${seesAbout} and exists (${heardOf(acted)}))`
