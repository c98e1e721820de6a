import type { Entity } from '#contract'
import { namesOf, tagsOf } from '#contract/text-entities'
import type { WriteContext } from '#core/pipeline/context'
import { writeTags } from '#domain/hashtags/post-tags.sql'
import { notify } from '#domain/notifications/notify'
import { publishGroupAgain } from '#domain/notifications/publish-again'
import { toBeNotified, writeMentions } from './mentions.sql.ts'

/**
 * Writes what the caption of a post tags and mentions, and notifies those whom a published post mentions for the first time.
 * The caller has locked the author and the post, in this order, and writes the entities into the post. `former` are the
 * entities of the caption before.
 */
export async function writeCaption(
  ctx: WriteContext,
  postId: string,
  entities: readonly Entity[],
  former: readonly Entity[] = [],
) {
  const [tags, names] = [tagsOf(entities), namesOf(entities)]
  if (names.length > 0 || namesOf(former).length > 0) await writeNames(ctx, postId, names)
  // Last: others who publish with the same hashtags wait for the end of this transaction.
  if (tags.length === 0 && tagsOf(former).length === 0) return
  await writeTags(
    ctx.em,
    [postId],
    tags.map(tag => ({ postId, tag })),
  )
}

async function writeNames(ctx: WriteContext, postId: string, names: readonly string[]) {
  const moved = await writeMentions(ctx.em, postId, names)
  await notifyMentioned(
    ctx,
    postId,
    moved.filter(({ notified }) => notified),
  )
  await publishGroupAgain(
    ctx,
    groupKeyOf(postId),
    moved.flatMap(({ id, notified }) => (notified ? [] : id)),
  )
}

/** Notifies those whom a post mentions, when it is published for the first time, or since it was archived. */
export async function announceMentions(ctx: WriteContext, postId: string, since: Date | null = null) {
  await notifyMentioned(ctx, postId, await toBeNotified(ctx.em, postId, since))
}

const groupKeyOf = (postId: string) => `mention:${postId}`

const notifyMentioned = (ctx: WriteContext, postId: string, mentioned: readonly { id: string }[]) =>
  notify(
    ctx,
    mentioned.map(({ id }) => ({ userId: id, kind: 'mention', groupKey: groupKeyOf(postId), postId })),
  )
