import { canSee, isFollower } from '#access/users'
import type { Context } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { paged } from '#core/pipeline/handler'
import { db, literal } from '#database'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewUsersInOrder } from '#views/users'

type Input = { postId: string }

export const listLikers = paged('posts.likers', {
  async find(input, ctx, page) {
    const { authorId, likesHidden } = await requireVisiblePost(ctx, input.postId)
    if (likesHidden && authorId !== ctx.viewer.id) throw new ApiError('forbidden', 'Only its author sees who likes it.')
    return page.inParts([
      newestFirst => newestFirst(followed(input, ctx), 'liked.createdAt', 'liked.userId'),
      newestFirst => newestFirst(others(input, ctx), 'PostLike.createdAt', 'PostLike.userId'),
    ])
  },
  view: (ids, ctx) => viewUsersInOrder(ctx, ids),
})

/** Reads one like for each user whom the viewer follows, however many like the post: `offset` keeps it from becoming a join. */
const followed = ({ postId }: Input, { em, viewer }: Context<'posts.likers'>) =>
  db(em)
    .selectFrom('Follow')
    .innerJoinLateral(
      eb =>
        eb
          .selectFrom('PostLike')
          .select(['PostLike.userId', 'PostLike.createdAt'])
          .where('PostLike.postId', '=', postId)
          .whereRef('PostLike.userId', '=', 'Follow.followeeId')
          .offset(literal(0))
          .as('liked'),
      join => join.onTrue(),
    )
    .innerJoin('User', 'User.id', 'liked.userId')
    .where('Follow.followerId', '=', viewer.id)
    .where('Follow.status', '=', 'following')
    .where(canSee(viewer.id))

/** Reads the likes by time, over those of users whom the viewer follows or cannot see. */
const others = ({ postId }: Input, { em, viewer }: Context<'posts.likers'>) =>
  db(em)
    .selectFrom('PostLike')
    .innerJoin('User', 'User.id', 'PostLike.userId')
    .where('PostLike.postId', '=', postId)
    .where(eb => eb.not(isFollower(viewer.id, eb.ref('PostLike.userId'))))
    .where(canSee(viewer.id))
