import { apartPairs } from '#access/apart'
import { isThere } from '#access/my-conversations'
import { isProfilePhoto } from '#access/profile-photo'
import { seesPost } from '#access/visible-posts'
import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { ApiError, invalid } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { viewMessages } from '#views/messages'

type Sending = {
  conversationId: string
  text: string
  mediaId: string | null
  postId: string | null
  replyToSeq: number | null
}
type Made = { messageId: string }
type Found = {
  ord: number
  conversationId: string
  mediaFound: boolean
  postFound: boolean
  replyFound: boolean
  messageId: string | null
}

/** Messages to any conversations, many at once, in the order they came: each takes its conversation's next number. */
const sending = batch<Sending, Made, OutputOf<'messages.send'>>({
  name: 'messages',
  about: ({ conversationId }) => conversationId,
  distinct: false,

  async run(items, ctx) {
    const wanted = items.map(({ input, viewer }, ord) => ({ ord, viewerId: viewer.id, ...input }))
    const ids = [...new Set(wanted.map(one => one.conversationId))]
    const found = await rows<Found>(
      ctx.em,
      sql`with locked as materialized (
        select * from conversation where id = any(${ids}::uuid[]) order by id for no key update
      ), wanted as materialized (
        select wanted.*, conversation.head_seq, "mediaId" is null or exists (
            select 1 from media where media.id = "mediaId" and owner_id = "viewerId" and media.status = 'ready'
              and not ${isProfilePhoto} for share of media) as media_found,
          "postId" is null or exists (select 1 from post join users author on author.id = post.author_id
            where post.id = "postId" and ${seesPost(sql`wanted."viewerId"`)}) as post_found,
          "replyToSeq" is null or "replyToSeq" <= conversation.head_seq as reply_found
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted (ord int, "viewerId" uuid,
          "conversationId" uuid, text text, "mediaId" uuid, "postId" uuid, "replyToSeq" bigint)
        join locked conversation on conversation.id = wanted."conversationId"
        join member on member.conversation_id = wanted."conversationId" and member.user_id = wanted."viewerId"
        where ${isThere(sql`wanted."viewerId"`)}
      ), numbered as (
        select *, uuidv7() as id, head_seq + row_number() over (partition by "conversationId" order by ord) as seq
        from wanted where media_found and post_found and reply_found
      ), inserted as (
        insert into message (id, conversation_id, seq, sender_id, kind, text, media_id, post_id, reply_to_seq)
        select id, "conversationId", seq, "viewerId",
          case when "mediaId" is not null then 'image' when "postId" is not null then 'post' else 'text' end,
          text, "mediaId", "postId", "replyToSeq" from numbered
      ), moved as (
        update conversation set head_seq = newest.seq, last_message_at = now()
        from (select "conversationId" as id, max(seq) as seq from numbered group by 1) newest
        where conversation.id = newest.id
      ), seen as (
        update member set read_seq = newest.seq, delivered_seq = newest.seq
        from (select "conversationId" as id, "viewerId" as user_id, max(seq) as seq from numbered group by 1, 2) newest
        where member.conversation_id = newest.id and member.user_id = newest.user_id
      )
      select wanted.ord, wanted."conversationId", wanted.media_found as "mediaFound", wanted.post_found as "postFound",
        wanted.reply_found as "replyFound", numbered.id as "messageId"
      from wanted left join numbered on numbered.ord = wanted.ord`,
    )
    const members = await rows<{ id: string; users: string[] }>(
      ctx.em,
      sql`select conversation_id as id, json_agg(user_id) as users from member
        where conversation_id = any(${ids}::uuid[]) group by conversation_id`,
    )
    const membersOf = new Map(members.map(one => [one.id, one.users]))
    const senders = [...new Set(wanted.map(one => one.viewerId))]
    const pairs = await apartPairs(ctx.em, senders, [...new Set(members.flatMap(one => one.users))])
    const hidden = new Set(pairs.map(({ one, other }) => `${one} ${other}`))
    const byOrd = new Map(found.map(one => [one.ord, one]))
    return items.map(({ viewer }, ord): Made | ApiError => {
      const one = byOrd.get(ord)
      if (!one) return new ApiError('not_found', 'There is no such conversation of yours.')
      if (!one.mediaFound) return new ApiError('not_found', 'There is no such photo of yours, or it is not ready.')
      if (!one.postFound) return new ApiError('not_found', 'There is no such post.')
      if (one.messageId === null) return invalid({ replyToSeq: 'is the number of no message' })
      // Those who are apart hear nothing of each other in a group.
      const users = (membersOf.get(one.conversationId) ?? []).filter(id => !hidden.has(`${viewer.id} ${id}`))
      ctx.publish('message.received', { users }, { messageId: one.messageId })
      return { messageId: one.messageId }
    })
  },

  async view(made, ctx) {
    const seen = await viewMessages(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.messageId })),
    )
    return seen.map(message => message ?? new ApiError('gone', 'What this request made can no longer be seen.'))
  },
})

export const sendMessage = batched('messages.send', sending, input => {
  const { conversationId, text, mediaId = null, postId = null, replyToSeq = null } = input
  if (text.trim() === '' && mediaId === null && postId === null)
    throw invalid({ text: 'is needed where nothing else is sent' })
  return { conversationId, text, mediaId, postId, replyToSeq }
})
