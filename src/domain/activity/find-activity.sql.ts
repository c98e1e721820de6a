/**
 * What a user did and what others did to their posts, newest first, read from the rows themselves: nothing is stored for it.
 *
 * - Plan: each part by an index of the user and the time (`post_like_user`, `comment_like_user`, `comment_author`,
 *   `follow_latest`, `session_user`), at most a page of it. What is received: for each post of the user's that has any, the
 *   newest likes by `post_like_newest` and comments by `comment_post`, so that the work grows with the page and with the
 *   number of one's own posts, never with how many like them.
 * - Locks: none.
 * - Measured in `docs/performance.md`.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeComment } from '#access/comments'
import { canSee, isHidden } from '#access/users'
import type { ActivityKind } from '#contract'
import { db, type RawBuilder, sql } from '#database'

/** `like`, `commentLike`, `comment`, `follow` and `signIn` are the user's own; `received…` is what others did. */
const sources = {
  like: ['like', 'commentLike'],
  comment: ['comment'],
  follow: ['follow', 'request'],
  signIn: ['signIn'],
  received: ['receivedLike', 'receivedComment'],
} as const satisfies Record<ActivityKind, readonly string[]>
export type ActivitySource = (typeof sources)[ActivityKind][number]

export type Found = {
  id: string
  at: Date
  source: ActivitySource
  postId: string | null
  commentId: string | null
  userId: string | null
  sessionId: string | null
}

/** The rows that are wanted: of a kind (null: all), from a time on and before another, and below a place or with an id. */
export type Wanted = {
  kind: ActivityKind | null
  from?: Date | undefined
  to?: Date | undefined
  below?: { at: Date; id: string } | undefined
  id?: string | undefined
  /** Only the user's own acts. */
  undoable?: true
  limit: number
}

/** The kind of a row, as clients know it. */
export const kindOf = (source: ActivitySource) =>
  (Object.keys(sources) as ActivityKind[]).find(kind => (sources[kind] as readonly string[]).includes(source)) ?? 'like'

/** The time in an id, which is that of its row. */
export const timeOf = (id: string) => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))

export async function findActivity(em: EntityManager, userId: string, wanted: Wanted): Promise<Found[]> {
  const kinds = (Object.keys(sources) as ActivityKind[]).filter(
    kind => (wanted.kind ?? kind) === kind && !(wanted.undoable && (kind === 'signIn' || kind === 'received')),
  )
  if (kinds.length === 0) return []
  const parts = kinds.flatMap(kind => sources[kind].map(source => sql`(${part(source, userId, wanted)})`))
  const statement = sql<Found>`select id, at, source, post_id as "postId", comment_id as "commentId", user_id as "userId",
      session_id as "sessionId"
    from (${sql.join(parts, sql` union all `)}) found order by at desc, id desc limit ${wanted.limit}`
  return (await statement.execute(db(em))).rows
}

function part(source: ActivitySource, userId: string, wanted: Wanted) {
  const me = sql<string>`${userId}::uuid`
  switch (source) {
    case 'like':
      return own(source, sql`post_like where user_id = ${me}`, wanted, me, { key: 'post_id', post: 'post_id' })
    case 'commentLike':
      return own(source, sql`comment_like join comment on comment.id = comment_id where user_id = ${me}`, wanted, me, {
        key: 'comment_id',
        post: 'post_id',
        comment: 'comment_id',
        at: 'comment_like.created_at',
      })
    case 'comment':
      return own(source, sql`comment where author_id = ${me} and deleted_at is null`, wanted, me, {
        key: 'id',
        post: 'post_id',
        comment: 'id',
      })
    case 'follow':
      return own(source, sql`follow where follower_id = ${me} and status = 'following'`, wanted, me, {
        key: 'followee_id',
        user: 'followee_id',
      })
    case 'request':
      return own(source, sql`follow where follower_id = ${me} and status = 'requested'`, wanted, me, {
        key: 'followee_id',
        user: 'followee_id',
      })
    case 'signIn':
      return own(source, sql`session where user_id = ${me} and ${isNotCleared(source, me)}`, wanted, me, {
        key: 'id',
        session: 'id',
      })
    case 'receivedLike':
      return received(
        source,
        me,
        wanted,
        sql`post.like_count > 0`,
        sql`post_like act join users actor on actor.id = act.user_id where act.post_id = post.id`,
        { key: sql`act.post_id || '' || act.user_id`, comment: sql`null::uuid` },
      )
    case 'receivedComment':
      return received(
        source,
        me,
        wanted,
        sql`post.comment_count > 0`,
        sql`comment act join users actor on actor.id = act.author_id
          where act.post_id = post.id and act.deleted_at is null and ${canSeeComment(me, 'act')}`,
        { key: sql`act.id::text`, comment: sql`act.id` },
      )
  }
}

type Columns = { key: string; post?: string; comment?: string; user?: string; session?: string; at?: string }

/** The user's own rows of a table. */
function own(
  source: ActivitySource,
  from: RawBuilder<unknown>,
  wanted: Wanted,
  me: RawBuilder<string>,
  columns: Columns,
) {
  const column = (name: string | undefined) => (name === undefined ? sql`null::uuid` : sql.ref(name))
  const at = sql.ref<Date>(columns.at ?? 'created_at')
  const { key, post, comment, user, session } = columns
  const rows = wantedOf(
    sql`select ${idOf(source, at, sql`${sql.ref(key)}::text`)} as id, ${at} as at, ${sql.lit(source)} as source,
      ${column(post)} as post_id, ${column(comment)} as comment_id, ${column(user)} as user_id,
      ${column(session)} as session_id
    from ${from} and ${isInRange(at, wanted)}`,
    wanted,
    me,
  )
  return sql`${rows} order by at desc, id desc limit ${wanted.limit}`
}

/** What others, whom the user hears of, did to the user's posts. */
function received(
  source: ActivitySource,
  me: RawBuilder<string>,
  wanted: Wanted,
  has: RawBuilder<unknown>,
  acts: RawBuilder<unknown>,
  { key, comment }: { key: RawBuilder<unknown>; comment: RawBuilder<unknown> },
) {
  const at = sql.ref<Date>('act.created_at')
  const acted = wantedOf(
    sql`select ${idOf(source, at, key)} as id, act.created_at as at, ${sql.lit(source)} as source, post.id as post_id,
      ${comment} as comment_id, actor.id as user_id, null::uuid as session_id
    from ${acts} and actor.id <> ${me} and ${isInRange(at, wanted)} and ${isNotCleared(source, me)}
      and ${canSee(me, 'actor')} and not ${isHidden(me, sql.ref('actor.id'))}`,
    wanted,
    me,
  )
  // A page comes from no more posts than it has rows: those with the newest acts, of which one look each finds the first.
  return sql`select act.* from (
      select post.id from post cross join lateral (${acted} order by at desc limit 1) newest
      where post.author_id = ${me} and post.status in ('published', 'archived') and ${has}
      order by newest.at desc fetch first ${wanted.limit} rows with ties
    ) post cross join lateral (${acted} order by at desc, id desc limit ${wanted.limit}) act
    order by at desc, id desc limit ${wanted.limit}`
}

/** A UUIDv7 of the time of a row and a hash of what it is: sorted by it, rows stand in one order. */
const idOf = (source: ActivitySource, at: RawBuilder<unknown>, key: RawBuilder<unknown>) =>
  sql`(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || overlay(
    overlay(left(md5(${sql.lit(`${source}:`)} || ${key}), 20) placing '7' from 1) placing '8' from 5))::uuid`

/** By the time alone: it is what the index finds. */
const isInRange = (at: RawBuilder<unknown>, { from, to, below }: Wanted) =>
  sql`${at} >= coalesce(${from ?? null}::timestamptz, '-infinity') and ${at} < coalesce(${to ?? null}::timestamptz, 'infinity')
    and ${at} <= coalesce(${below?.at ?? null}::timestamptz, 'infinity')`

/** What is only hidden is cleared up to a time; nothing is written for each row. */
const isNotCleared = (source: ActivitySource, me: RawBuilder<string>) =>
  sql`${sql.ref(source === 'signIn' ? 'session.created_at' : 'act.created_at')} > coalesce((
    select max(before) from activity_clearing clearing where clearing.user_id = ${me}
      and (clearing.kind is null or clearing.kind = ${sql.lit(kindOf(source))})), '-infinity')`

/** The rows of a part that are below the wanted place and not hidden. */
const wantedOf = (part: RawBuilder<unknown>, { below, id }: Wanted, me: RawBuilder<string>) =>
  sql`select * from (${part}) part
    where (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      and (${below?.id ?? null}::uuid is null or (at, id) < (${below?.at ?? null}::timestamptz, ${below?.id ?? null}::uuid))
      and not exists (select 1 from hidden_activity hidden where hidden.user_id = ${me} and hidden.activity_id = part.id)`
