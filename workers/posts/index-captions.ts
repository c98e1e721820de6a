import type { EntityManager } from '@mikro-orm/postgresql'
import { entitiesOf, namesOf, tagsOf } from '#contract/text-entities'
import { anyOf, db, listOf } from '#database'
import { writeTags } from '#domain/hashtags/post-tags.sql'
import { fillMentions } from '#domain/posts/mentions.sql'
import { lockUsers } from '#domain/users/lock-users'
import { job } from '../job.ts'

/** Posts that are looked at in one transaction: their authors are locked meanwhile. */
const maxPosts = 200

const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Writes what captions from before they were parsed on write tag and mention: once through the posts in the order of their
 * ids, some at a time. Nobody is notified. A caption that is edited meanwhile is written by that edit.
 */
export const indexCaptions = job('captions.index', {
  async handle({ after }, { em, enqueue }) {
    const posts = await db(em)
      .selectFrom('Post')
      .select(['id', 'authorId'])
      .where('id', '>', after ?? beforeAll)
      .orderBy('id')
      .limit(maxPosts)
      .execute()
    // Users before posts: the one order in which rows are locked.
    await lockUsers(em, [...new Set(posts.map(({ authorId }) => authorId))])
    const unparsed = await lockUnparsed(
      em,
      posts.map(({ id }) => id),
    )
    if (unparsed.length > 0) await write(em, unparsed)
    const last = posts.length === maxPosts ? posts.at(-1) : undefined
    if (last) enqueue('captions.index', { after: last.id }, { inSeconds: 1 })
  },
})

const lockUnparsed = (em: EntityManager, ids: readonly string[]) =>
  db(em)
    .selectFrom('Post')
    .select(['id', 'caption'])
    .where('id', '=', anyOf(ids))
    .where('entities', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

async function write(em: EntityManager, unparsed: readonly { id: string; caption: string }[]) {
  const parsed = unparsed.map(({ id, caption }) => ({ id, entities: entitiesOf(caption) }))
  await db(em)
    .updateTable('Post')
    .from(listOf('parsed', parsed, { id: 'uuid', entities: 'jsonb' }))
    .set(eb => ({ entities: eb.ref('parsed.entities') }))
    .whereRef('Post.id', '=', 'parsed.id')
    .execute()
  const tags = parsed.flatMap(({ id, entities }) => tagsOf(entities).map(tag => ({ postId: id, tag })))
  if (tags.length > 0) await writeTags(em, [...new Set(tags.map(({ postId }) => postId))], tags)
  const names = parsed.flatMap(({ id, entities }) => namesOf(entities).map(username => ({ id, username })))
  if (names.length > 0) await fillMentions(em, names)
}
