import { columnsOf, compiled, literal, sql } from '#database'

const parameters = { author: 'uuid', at: 'timestamptz', id: 'uuid', count: 'int' } as const

const post = columnsOf('Post', 'Post')

/** Pinned posts stand above all others, whose time is never that late; a cursor has thirteen digits for it. */
const pinnedPlace = sql<Date>`${post('pinnedAt')} + interval '70000 days'`

/**
 * A page of the published posts in a profile, pinned ones first: places below a given one. Pinned ones are found by
 * `post_pinned`, the others by `post_by_author`.
 */
export const profilePosts = compiled(parameters, (db, given) =>
  db
    .selectFrom(
      db
        .selectFrom('Post')
        .select([pinnedPlace.as('at'), 'Post.id as id'])
        .where('Post.authorId', '=', given.author)
        .where('Post.pinnedAt', 'is not', null)
        .where('Post.status', '=', literal('published'))
        .where(sql<boolean>`(${pinnedPlace}, ${post('id')}) < (${given.at}, ${given.id})`)
        .unionAll(eb =>
          eb.parens(
            eb
              .selectFrom('Post')
              .select([sql<Date>`${post('publishedAt')}`.as('at'), 'Post.id as id'])
              .where('Post.authorId', '=', given.author)
              .where('Post.pinnedAt', 'is', null)
              .where('Post.status', '=', literal('published'))
              .where(sql<boolean>`(${post('publishedAt')}, ${post('id')}) < (${given.at}, ${given.id})`)
              .orderBy('Post.publishedAt', 'desc')
              .orderBy('Post.id', 'desc')
              .limit(given.count),
          ),
        )
        .as('part'),
    )
    .select(['part.at as at', 'part.id as id'])
    .orderBy('part.at', 'desc')
    .orderBy('part.id', 'desc')
    .limit(given.count),
)
