import type { EntityManager } from '@mikro-orm/postgresql'
import { canSee, lets, whoCanSee } from '#access/users'
import type { InputOf } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { anyOf, db, literal, now } from '#database'
import { notify } from '#domain/notifications/notify'
import { publishGroupAgain } from '#domain/notifications/publish-again'
import { PhotoTag } from '#entities'

type Given = NonNullable<InputOf<'posts.create'>['tagged']>
type Author = WriteContext & { viewer: Viewer }

const maxPerPhoto = 20

/**
 * Replaces the tags that the author of a post sees by those given; the caller has locked the post. Throws for users who cannot
 * be tagged: with the same words whether they do not exist, block or are blocked, do not want it, or have removed themselves.
 * Returns whether anything differs.
 */
export async function tagUsers(ctx: Author, postId: string, photos: readonly string[], given: Given): Promise<boolean> {
  const { em, viewer } = ctx
  const ids = await taggableUsers(em, viewer.id, postId, given)
  const errors = given.flatMap(({ username, mediaIndex }, i): [string, string][] => {
    const isAgain = (one: Given[number]) => sameName(one.username, username) && one.mediaIndex === mediaIndex
    if (mediaIndex >= photos.length) return [[`tagged.${i}.mediaIndex`, 'is not the index of a photo']]
    if (!ids.has(username.toLowerCase())) return [[`tagged.${i}.username`, 'is not a user whom you can tag']]
    if (given.findIndex(isAgain) < i) return [[`tagged.${i}.username`, 'is tagged in this photo already']]
    const before = given.slice(0, i).filter(one => one.mediaIndex === mediaIndex)
    return before.length >= maxPerPhoto ? [['tagged', `must have at most ${maxPerPhoto} entries for a photo`]] : []
  })
  if (errors.length > 0) throw invalid(Object.fromEntries(errors))
  const wanted = given.map(({ username, mediaIndex, x, y }) => ({
    postId,
    mediaId: photos[mediaIndex] ?? '',
    userId: ids.get(username.toLowerCase()) ?? '',
    x,
    y,
  }))
  const known = await tagsSeen(em, viewer.id, postId)
  if (textOf(known) === textOf(wanted)) return false
  const seen = [...new Set(known.map(tag => tag.userId))]
  if (seen.length > 0) await em.nativeDelete(PhotoTag, { postId, userId: { $in: seen } })
  if (wanted.length > 0) await em.insertMany(PhotoTag, wanted)
  await keepTagged(ctx, postId, [...new Set(wanted.map(tag => tag.userId))])
  return true
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** Tags in one order and one spelling. */
const textOf = (tags: readonly { mediaId: string; userId: string; x: number; y: number }[]) =>
  tags
    .map(({ mediaId, userId, x, y }) => [mediaId, userId, x, y].join())
    .sort()
    .join(' ')

/** The ids, by user name, of those whom the author can tag in a post. Who is tagged in it can stay so. */
async function taggableUsers(em: EntityManager, authorId: string, postId: string, given: Given) {
  if (given.length === 0) return new Map<string, string>()
  const found = await db(em)
    .selectFrom('User')
    .leftJoin('TaggedUser', join =>
      join.onRef('TaggedUser.userId', '=', 'User.id').on('TaggedUser.postId', '=', postId),
    )
    .select(['User.id', 'User.username'])
    .where('User.username', 'in', [...new Set(given.map(tag => tag.username.toLowerCase()))])
    .where(canSee(authorId))
    .where('TaggedUser.removedAt', 'is', null)
    .where(eb => eb.or([eb('TaggedUser.present', '=', literal(true)), lets(authorId, 'whoMayTag')]))
    .execute()
  return new Map(found.map(({ id, username }) => [username ?? '', id]))
}

/** The tags of a post without those of users whom its author cannot see: they stay as they are. */
const tagsSeen = (em: EntityManager, authorId: string, postId: string) =>
  db(em)
    .selectFrom('PhotoTag')
    .innerJoin('User', 'User.id', 'PhotoTag.userId')
    .select(['PhotoTag.mediaId', 'PhotoTag.userId', 'PhotoTag.x', 'PhotoTag.y'])
    .where('PhotoTag.postId', '=', postId)
    .where(canSee(authorId))
    .execute()

/** Notes who is tagged in a post, and who is no longer. */
async function keepTagged(ctx: WriteContext, postId: string, userIds: readonly string[]) {
  if (userIds.length > 0) {
    await db(ctx.em)
      .insertInto('TaggedUser')
      .values(userIds.map(userId => ({ postId, userId })))
      .onConflict(conflict =>
        conflict.columns(['postId', 'userId']).doUpdateSet(eb => ({
          present: true,
          createdAt: eb.case().when(eb.ref('TaggedUser.present')).then(eb.ref('TaggedUser.createdAt')).else(now).end(),
        })),
      )
      .execute()
  }
  await forgetTagged(ctx, postId)
}

/** Notes who is no longer tagged in any photo of a post; their notifications are published again. */
async function forgetTagged(ctx: WriteContext, postId: string) {
  const gone = await db(ctx.em)
    .updateTable('TaggedUser')
    .set({ present: false })
    .where('postId', '=', postId)
    .where('present', '=', literal(true))
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('PhotoTag')
            .select('PhotoTag.userId')
            .where('PhotoTag.postId', '=', postId)
            .whereRef('PhotoTag.userId', '=', 'TaggedUser.userId'),
        ),
      ),
    )
    .returning('userId')
    .execute()
  await publishGroupAgain(
    ctx,
    groupKeyOf(postId),
    gone.map(({ userId }) => userId),
  )
}

const groupKeyOf = (postId: string) => `tag:${postId}`

/** Removes the tags in photos that leave a post. */
export async function untagPhotos(ctx: WriteContext, postId: string, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  await db(ctx.em).deleteFrom('PhotoTag').where('postId', '=', postId).where('mediaId', '=', anyOf(mediaIds)).execute()
  await forgetTagged(ctx, postId)
}

/**
 * Removes the tags of a user from a post for good; the caller has locked the post. Returns whether there were any.
 */
export async function removeTags(ctx: WriteContext, postId: string, userId: string): Promise<boolean> {
  const { em } = ctx
  const removed = await db(em)
    .updateTable('TaggedUser')
    .set({ present: false, removedAt: now })
    .where('postId', '=', postId)
    .where('userId', '=', userId)
    .where('removedAt', 'is', null)
    .returning('userId')
    .execute()
  await em.nativeDelete(PhotoTag, { postId, userId })
  if (removed.length > 0) await publishGroupAgain(ctx, groupKeyOf(postId), [userId])
  return removed.length > 0
}

/**
 * Notifies those who are tagged in a published post, each once, however often it is edited, and only if they can see it. In
 * lists of posts that show them it stands where it was published, or where they were tagged since.
 */
export async function notifyTagged(ctx: WriteContext, { id: postId, authorId }: { id: string; authorId: string }) {
  const tagged = await db(ctx.em)
    .updateTable('TaggedUser')
    .set({ notifiedAt: now, createdAt: now })
    .where('postId', '=', postId)
    .where('present', '=', literal(true))
    .where('notifiedAt', 'is', null)
    .returning('userId')
    .execute()
  const others = tagged.map(({ userId }) => userId).filter(id => id !== authorId)
  if (others.length === 0) return
  const unwilling = await untagUnwilling(ctx, { id: postId, authorId }, others)
  const seeing = await whoCanSee(ctx.em, authorId, others)
  await notify(
    ctx,
    others
      .filter(id => seeing.has(id) && !unwilling.has(id))
      .map(userId => ({ userId, kind: 'tag', groupKey: groupKeyOf(postId), postId })),
  )
}

/** Removes the tags of those who have come to want none by the author since the post was written; returns their ids. */
async function untagUnwilling({ em }: WriteContext, about: { id: string; authorId: string }, userIds: string[]) {
  const unwilling = await db(em)
    .selectFrom('User')
    .select('id')
    .where('id', '=', anyOf(userIds))
    .where(eb => eb.not(lets(about.authorId, 'whoMayTag')))
    .execute()
  const ids = unwilling.map(({ id }) => id)
  if (ids.length > 0) {
    await db(em).deleteFrom('PhotoTag').where('postId', '=', about.id).where('userId', '=', anyOf(ids)).execute()
    await db(em)
      .updateTable('TaggedUser')
      .set({ present: false, notifiedAt: null })
      .where('postId', '=', about.id)
      .where('userId', '=', anyOf(ids))
      .execute()
  }
  return new Set(ids)
}
