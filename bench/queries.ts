import { MikroORM } from '@mikro-orm/postgresql'
import { anyOf, compiled, db } from '#database'
import { rows, sql } from '#database/statement'
import { User } from '#entities'
import { ormOptions } from '#platform/database'
import { round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const columns = ['User.id', 'User.username', 'User.fullName', 'User.isPrivate'] as const
const text =
  'select id, username, full_name as "fullName", is_private as "isPrivate" from users where id = any($1::uuid[])'
const usersById = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db.selectFrom('User').select(columns).where('User.id', '=', anyOf(ids)),
)

/** Processor time of this process, in microseconds, of reading one row in the ways that the project knows. */
export async function measure(bench: Bench, milliseconds: number) {
  const [user] = await makeUsers(bench, 1)
  const id = user?.id ?? ''
  const orm = await MikroORM.init(ormOptions(bench.databaseUrl, 1))
  const em = orm.em.fork()
  const ways = {
    pg: () => bench.sql.query({ name: 'users', text, values: [[id]] }),
    statement: () =>
      rows(
        em,
        sql`select id, username, full_name as "fullName", is_private as "isPrivate" from users where id = any(${[id]}::uuid[])`,
      ),
    compiled: () => usersById(em, { ids: [id] }),
    typed: () =>
      db(em)
        .selectFrom('User')
        .select(columns)
        .where('User.id', '=', anyOf([id]))
        .execute(),
    findOne: () =>
      em.findOne(User, { id }, { fields: ['id', 'username', 'fullName', 'isPrivate'], disableIdentityMap: true }),
  }
  const figures: Record<string, number> = {}
  for (const [name, query] of Object.entries(ways)) {
    await processorTime(query, milliseconds / 16)
    figures[name] = await processorTime(query, milliseconds / 4)
  }
  await orm.close()
  return figures
}

async function processorTime(query: () => Promise<unknown>, forMs: number) {
  const before = process.cpuUsage()
  let count = 0
  for (const end = performance.now() + forMs; performance.now() < end; count += 1) await query()
  const { user, system } = process.cpuUsage(before)
  return round((user + system) / count)
}
