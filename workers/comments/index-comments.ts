import { entitiesOf, namesOf } from '#contract/text-entities'
import { db, listOf } from '#database'
import { fillMentions } from '#domain/comments/mentions.sql'
import { job } from '../job.ts'

/** Comments that are looked at in one transaction. */
const maxComments = 500

const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Writes what comments from before they were parsed on write mention: once through the comments in the order of their ids,
 * some at a time. Nobody is notified. A text that is edited meanwhile is written by that edit.
 */
export const indexComments = job('comments.index', {
  async handle({ after }, { em, enqueue }) {
    const comments = await db(em)
      .selectFrom('Comment')
      .select(['id', 'text', 'entities'])
      .where('id', '>', after ?? beforeAll)
      .orderBy('id')
      .limit(maxComments)
      .forNoKeyUpdate()
      .execute()
    const parsed = comments.flatMap(({ id, text, entities }) =>
      entities === null ? { id, entities: entitiesOf(text) } : [],
    )
    if (parsed.length > 0) {
      await db(em)
        .updateTable('Comment')
        .from(listOf('parsed', parsed, { id: 'uuid', entities: 'jsonb' }))
        .set(eb => ({ entities: eb.ref('parsed.entities') }))
        .whereRef('Comment.id', '=', 'parsed.id')
        .execute()
    }
    const names = parsed.flatMap(({ id, entities }) => namesOf(entities).map(username => ({ id, username })))
    if (names.length > 0) await fillMentions(em, names)
    const last = comments.length === maxComments ? comments.at(-1) : undefined
    if (last) enqueue('comments.index', { after: last.id }, { inSeconds: 1 })
  },
})
