import { canSeeConversation, canSeeMessage } from '#access/conversations'
import type { Message } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { compiled } from '#database'
import { mediaJson, viewMedia } from './media.ts'
import { viewPosts } from './posts.ts'
import { userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View, viewEach } from './view.ts'

const messagesSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Message', 'Message.id', 'pair.id')
    .innerJoin('Conversation', 'Conversation.id', 'Message.conversationId')
    .innerJoin('Member', join =>
      join.onRef('Member.conversationId', '=', 'Message.conversationId').onRef('Member.userId', '=', 'pair.viewerId'),
    )
    .innerJoin('User as sender', 'sender.id', 'Message.senderId')
    .leftJoin('Media', 'Media.id', 'Message.mediaId')
    .select([
      'pair.ord',
      'pair.viewerId',
      'Message.id',
      'Message.conversationId',
      'Message.seq',
      'Message.kind',
      'Message.text',
      'Message.postId',
      'Message.replyToSeq',
      'Message.createdAt',
      'Message.editedAt',
      'Message.unsentAt',
      userJson('sender').as('sender'),
    ])
    .select(eb => eb.case().when('Media.id', 'is not', null).then(mediaJson()).end().as('media'))
    .where(eb => canSeeConversation(eb.ref('pair.viewerId')))
    .where(eb => canSeeMessage(eb.ref('pair.viewerId'))),
)

/** Messages, each as its viewer sees it; null where they cannot see the conversation or the sender. */
export async function viewMessages(ctx: View, seen: readonly Seen[]): Promise<(Message | null)[]> {
  if (seen.length === 0) return []
  const found = await messagesSeen(ctx.em, pairsOf(seen))
  const posts = await viewEach(
    found,
    row => row.postId,
    list => viewPosts(ctx, list),
  )
  return inOrder(seen.length, found, row => ({
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    sender: viewUser(row.sender, ctx),
    kind: row.kind,
    text: row.text,
    entities: entitiesOf(row.text),
    media: row.media && viewMedia(row.media, true, ctx),
    post: posts(row),
    replyToSeq: row.replyToSeq,
    reactions: [],
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    unsentAt: row.unsentAt?.toISOString() ?? null,
  }))
}
