import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeComment } from '#access/comments'
import { canSeePost } from '#access/posts'
import { lets } from '#access/users'
import type { Entity } from '#contract'
import { compiledStatement, sql } from '#database'

export type NewComment = {
  id: string
  viewerId: string
  postId: string
  text: string
  entities: readonly Entity[]
  parentId: string | null
}
/** `commentId` is null where the comment was not created; `ord` counts the given comments from 0. */
export type Created = {
  ord: number
  postId: string
  authorId: string
  open: boolean
  /** Whether the author of the post lets the writer comment. */
  allowed: boolean
  /** Words that hide the comment; null where there are none, or the writer is the author of the post. */
  hiddenWords: string[] | null
  answeredId: string | null
  commentId: string | null
  likes: number
  comments: number
  shares: number
  version: number
}

const lock = compiledStatement<unknown, { postIds: 'uuid[]' }>(
  { postIds: 'uuid[]' },
  ({ postIds }) => sql`select id from post where id = any(${postIds}) order by id for no key update`,
)

const viewer = sql.ref<string>('wanted.viewerId')

const create = compiledStatement<Created, { list: 'jsonb'; postIds: 'uuid[]' }>(
  { list: 'jsonb', postIds: 'uuid[]' },
  ({ list, postIds }) => sql`with posts as materialized (
        select id, author_id, status, comments_disabled from post where id = any(${postIds}) order by id for no key update
      ), wanted as materialized (
        select wanted.*, post.author_id, not post.comments_disabled or post.author_id = wanted."viewerId" as open,
          ${lets(viewer, 'whoMayComment', 'author')} as allowed,
          case when author.id <> wanted."viewerId" and author.hidden_words <> '{}' then author.hidden_words end as words,
          parent.id is not null as has_parent, coalesce(parent.parent_id, parent.id) as thread_id,
          parent.author_id as answered_id
        from jsonb_to_recordset(${list})
          as wanted (ord int, id uuid, "viewerId" uuid, "postId" uuid, text text, entities jsonb, "parentId" uuid)
        join posts post on post.id = wanted."postId" join users author on author.id = post.author_id
        left join comment parent on parent.id = wanted."parentId" and parent.post_id = wanted."postId"
          and parent.deleted_at is null and ${canSeeComment(viewer, 'parent')}
        where post.status = 'published' and ${canSeePost(viewer, { post: 'post' })}
      ), inserted as (
        insert into comment (id, post_id, author_id, text, entities, parent_id, reply_to_id)
        select id, "postId", "viewerId", text, entities, thread_id, answered_id from wanted
        where open and allowed and ("parentId" is null or has_parent) order by ord
        returning id, post_id, parent_id
      ), locked as materialized (
        select id from comment where id in (select parent_id from inserted) order by id for no key update
      ), threads as (
        update comment set reply_count = reply_count + replies from locked join (
          select parent_id, count(*)::int as replies from inserted where parent_id is not null group by parent_id
        ) answered on answered.parent_id = locked.id where comment.id = locked.id
      ), counted as (
        update post set comment_count = comment_count + added, version = version + 1 from (
          select post_id, count(*)::int as added from inserted group by post_id
        ) added where post.id = added.post_id
        returning post.id, like_count, comment_count, share_count, version
      )
      select wanted.ord, wanted."postId", wanted.author_id as "authorId", open, allowed, words as "hiddenWords",
        answered_id as "answeredId", inserted.id as "commentId", like_count as likes, comment_count as comments,
        share_count as shares, version
      from wanted left join inserted on inserted.id = wanted.id left join counted on counted.id = wanted."postId"
      order by ord`,
)

/**
 * Creates the comments of a batch, and moves the counts of posts and threads by what was inserted. Returns a row for each
 * comment whose post its viewer can see.
 *
 * Locks posts in the order of their ids, then threads in that of theirs. With replies, posts are locked by a statement before it:
 * only then does it see whether the comment replied to was deleted while it waited. Plan: primary keys of post, users and comment. Measured by
 * `npm run bench -- comments`.
 */
export async function createMany(em: EntityManager, comments: readonly NewComment[]): Promise<Created[]> {
  const postIds = [...new Set(comments.map(comment => comment.postId))]
  if (comments.some(({ parentId }) => parentId !== null)) await lock(em, { postIds })
  return create(em, { postIds, list: comments.map((comment, ord) => ({ ord, ...comment })) })
}
