import type { Hashtag } from '#contract'
import { compiled, literal, sql } from '#database'
import type { View } from './view.ts'

const hashtagsSeen = compiled({ viewerId: 'uuid', tags: 'text[]' }, (db, { viewerId, tags }) =>
  db
    .selectFrom(sql<{ tag: string }>`unnest(${tags})`.as<'wanted'>(sql`wanted("tag")`))
    .leftJoin('Hashtag', 'Hashtag.tag', 'wanted.tag')
    .leftJoin('HashtagFollow', join =>
      join.onRef('HashtagFollow.tag', '=', 'wanted.tag').on('HashtagFollow.userId', '=', viewerId),
    )
    .select(eb => [
      'wanted.tag',
      eb.fn.coalesce('Hashtag.postCount', literal(0)).as('posts'),
      eb('HashtagFollow.tag', 'is not', null).as('following'),
    ]),
)

/** Hashtags by their canonical spelling, in the order given; also those that nobody has used. */
export async function viewHashtags(
  { em }: Pick<View, 'em'>,
  viewerId: string | null,
  tags: readonly string[],
): Promise<Hashtag[]> {
  if (tags.length === 0) return []
  const found = await hashtagsSeen(em, { viewerId, tags })
  const byTag = new Map(found.map(row => [row.tag, row]))
  return tags.map(tag => {
    const row = byTag.get(tag)
    return { tag, counts: { posts: row?.posts ?? 0 }, viewer: { following: row?.following === true } }
  })
}
