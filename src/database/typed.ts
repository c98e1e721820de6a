import type { EntityManager, InferClassEntityDB, Opt } from '@mikro-orm/postgresql'
import { type ColumnType, type Expression, type RawBuilder, sql } from 'kysely'
import type { entities } from './entities.ts'

export { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'

const naming = { columnNamingStrategy: 'property', tableNamingStrategy: 'entity', convertValues: true } as const

type Entities = InferClassEntityDB<(typeof entities)[number], typeof naming>
/** A column that an insert may leave out, if it has a default or is nullable. */
type Column<V> = [Extract<NonNullable<V>, Opt.Brand>] extends [never]
  ? null extends V
    ? ColumnType<V, V | undefined, V>
    : V
  : ColumnType<V, V | undefined, V>

/** Tables by entity and columns by property, with the types that the entities declare. */
export type Db = {
  [Table in keyof Entities]: { [Property in keyof Entities[Table]]: Column<Entities[Table][Property]> }
}

/** Typed queries over the entities, in the entity manager's transaction if it has one. */
export const db = (em: EntityManager) => em.getKysely<Db, typeof naming>(naming)

/** An id, or an expression of one: a column, a parameter. */
export type Id = string | Expression<string | null>
export const idOf = (id: Id | null): Expression<string> =>
  typeof id === 'string' || id === null ? sql<string>`${id}::uuid` : (id as Expression<string>)

/** `where('Post.id', '=', anyOf(ids))`: one text for lists of any length. */
export const anyOf = (ids: readonly string[] | Expression<unknown>): RawBuilder<string> =>
  isList(ids) ? sql<string>`any(${[...ids]}::uuid[])` : sql<string>`any(${ids})`

/**
 * A list of objects as a table under an alias; `columns` names the PostgreSQL type of each property:
 * `listOf('pair', pairs, { viewerId: 'uuid', postId: 'uuid' })`. The list may be a `jsonb` parameter.
 */
export function listOf<Row extends object, Alias extends string>(
  alias: Alias,
  list: readonly Row[] | Expression<readonly Row[]>,
  columns: { [Property in keyof Row]: string },
) {
  const json = isList(list) ? sql`${JSON.stringify(list)}::jsonb` : list
  const declared = Object.entries<string>(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`)
  return sql<Row>`(select * from jsonb_to_recordset(${json}) as list (${sql.join(declared)}))`.as<Alias>(alias)
}

const isList = <T>(list: readonly T[] | Expression<unknown>): list is readonly T[] => Array.isArray(list)
