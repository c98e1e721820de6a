import { entitiesOf } from '#contract/text-entities'
import type { WriteContext } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'
import { db, now } from '#database'
import { notify } from '#domain/notifications/notify'
import { publishNotificationsOfComment } from '#domain/notifications/publish-again'
import { hasHiddenWord, patternOf } from './hidden-words.ts'
import { publishCommentChange } from './publish-change.ts'
import { writeTexts } from './texts.ts'

type About = { id: string; postId: string; authorId: string; postAuthorId: string }

/** Changes the text of a comment, whom it mentions, and whether it is hidden. Locks the post, then the comment. */
export async function changeText(ctx: WriteContext, { id, postId, authorId, postAuthorId }: About, text: string) {
  const { em } = ctx
  await db(em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  const comment = await db(em)
    .selectFrom('Comment')
    .select(['text', 'entities', 'hidden'])
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!comment) throw notFound('comment')
  if (comment.text === text) return
  // Read once the comment is locked: words that are set later are applied to what is written here.
  const owner = await db(em).selectFrom('User').select('hiddenWords').where('id', '=', postAuthorId).executeTakeFirst()
  const hidden = authorId !== postAuthorId && hasHiddenWord(text, patternOf(owner?.hiddenWords ?? []))
  const entities = entitiesOf(text)
  await db(em).updateTable('Comment').set({ text, entities, hidden, editedAt: now }).where('id', '=', id).execute()
  const former = comment.entities ?? entitiesOf(comment.text)
  await notify(ctx, await writeTexts(ctx, [{ commentId: id, entities, former }]))
  const hiddenComments = hidden && !comment.hidden ? [{ id, writerId: authorId, ownerId: postAuthorId }] : []
  if (hidden !== comment.hidden) await publishNotificationsOfComment(ctx, id)
  if (!hidden) await publishCommentChange(ctx, postId, { commentIds: [id] })
  else if (hiddenComments.length > 0) await publishCommentChange(ctx, postId, { hiddenComments })
}
