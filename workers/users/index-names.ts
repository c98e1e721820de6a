import type { EntityManager } from '@mikro-orm/postgresql'
import { db, listOf } from '#database'
import { searchText } from '#domain/users/search-text'
import { job } from '../job.ts'

/** Accounts that are looked at in one transaction. */
const maxAccounts = 1000

const beforeAll = '00000000-0000-0000-0000-000000000000'

type Rewritten = { id: string; before: string; search: string }

/**
 * Brings the searchable names of all accounts up to date with `searchText`: once through the accounts in the order of their
 * ids, some at a time. A name that is changed meanwhile is written by that change.
 */
export const indexNames = job('names.index', {
  async handle({ after }, ctx) {
    const accounts = await db(ctx.em)
      .selectFrom('User')
      .select(['id', 'username', 'fullName', 'search'])
      .where('id', '>', after ?? beforeAll)
      .orderBy('id')
      .limit(maxAccounts)
      .execute()
    const rewritten = accounts.flatMap(({ id, username, fullName, search: before }): Rewritten[] => {
      const search = username === null ? before : searchText(username, fullName)
      return search === before ? [] : [{ id, before, search }]
    })
    if (rewritten.length > 0) await rewrite(ctx.em, rewritten)
    const last = accounts.length === maxAccounts ? accounts.at(-1) : undefined
    if (last) ctx.enqueue('names.index', { after: last.id }, { inSeconds: 1 })
  },
})

const rewrite = (em: EntityManager, list: readonly Rewritten[]) =>
  db(em)
    .with('named', query =>
      query
        .selectFrom(listOf('wanted', list, { id: 'uuid', before: 'text', search: 'text' }))
        .innerJoin('User', join => join.onRef('User.id', '=', 'wanted.id').onRef('User.search', '=', 'wanted.before'))
        .select(['User.id', 'wanted.search'])
        .orderBy('User.id')
        .forNoKeyUpdate('User'),
    )
    .updateTable('User')
    .from('named')
    .set(eb => ({ search: eb.ref('named.search') }))
    .whereRef('User.id', '=', 'named.id')
    .execute()
