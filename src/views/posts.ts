import { seesPost } from '#access/visible-posts'
import type { Post } from '#contract'
import { entitiesOf, tagsOf } from '#contract/text-entities'
import { iso, isoOrNull, rows, sql } from '#database/statement'
import type { Location } from '#entities'
import { type MediaRow, mediaColumns, viewMediaRow } from './media.ts'
import { type UserRow, userColumns, viewUser } from './users.ts'
import { inOrder, pairs, type View } from './view.ts'

type Found = {
  ord: string
  id: string
  author: UserRow
  media: MediaRow[] | null
  caption: string
  location: Location | null
  commentsDisabled: boolean
  status: 'published' | 'processing'
  likes: number
  comments: number
  shares: number
  version: number
  createdAt: string
  editedAt: string | null
  publishedAt: string | null
  liked: boolean
  saved: boolean
}

/** Posts, each as its viewer may see it; null where they may not. */
export async function viewPosts(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Post | null)[]> {
  if (wanted.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, post.id, ${userColumns('author')} as author, caption, location,
      comments_disabled as "commentsDisabled", post.status, like_count as likes, comment_count as comments,
      share_count as shares, version, post.created_at as "createdAt", edited_at as "editedAt",
      published_at as "publishedAt",
      (select json_agg(${mediaColumns} order by position) from post_media join media on media.id = post_media.media_id
        where post_media.post_id = post.id) as media,
      exists (select 1 from post_like where post_like.post_id = post.id and user_id = pair.viewer_id) as liked,
      exists (select 1 from post_save where post_save.post_id = post.id and user_id = pair.viewer_id) as saved
    from ${pairs(wanted)} join post on post.id = pair.id join users author on author.id = post.author_id
    where ${seesPost(sql`pair.viewer_id`)}`,
  )
  return inOrder(wanted.length, found, row => viewPost(row, ctx))
}

const viewPost = (row: Found, ctx: View, entities = entitiesOf(row.caption)): Post => ({
  id: row.id,
  author: viewUser(row.author, ctx),
  caption: row.caption,
  entities,
  media: (row.media ?? []).map(one => viewMediaRow(one, row.author.isPrivate, ctx)),
  counts: { likes: row.likes, comments: row.comments, shares: row.shares },
  viewer: { liked: row.liked, saved: row.saved },
  hashtags: tagsOf(entities),
  mentions: [],
  tagged: [],
  location: row.location,
  commentsDisabled: row.commentsDisabled,
  sharedPost: null,
  createdAt: iso(row.createdAt),
  editedAt: isoOrNull(row.editedAt),
  publishAt: null,
  publishedAt: isoOrNull(row.publishedAt),
  status: row.status,
  version: row.version,
})
