import { type EntityManager, type InferClassEntityDB, MikroKyselyPlugin, type Opt } from '@mikro-orm/postgresql'
import {
  type ColumnType,
  type Expression,
  expressionBuilder,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type RawBuilder,
  type SelectType,
  sql,
} from 'kysely'
import type { entities } from './entities.ts'

export {
  type AliasableExpression,
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely'
export { jsonBuildObject } from 'kysely/helpers/postgres'

const naming = { columnNamingStrategy: 'property', tableNamingStrategy: 'entity', convertValues: true } as const

type Entities = InferClassEntityDB<(typeof entities)[number], typeof naming>
type Unbranded<V> = V extends infer Plain & Opt.Brand ? Plain : V
type IsOptional<V> = [Extract<NonNullable<V>, Opt.Brand>] extends [never] ? (null extends V ? true : false) : true
/** A column; an insert may leave it out if it has a default or is nullable. */
type Column<V, Plain = Exclude<Unbranded<V>, undefined>> =
  IsOptional<V> extends true ? ColumnType<Plain, Plain | undefined, Plain> : Plain

/** Tables by entity and columns by property, with the types that the entities declare. */
export type Db = {
  [Table in keyof Entities]: { [Property in keyof Entities[Table]]: Column<Entities[Table][Property]> }
}

/** Typed queries over the entities, in the entity manager's transaction if it has one. */
export const db = (em: EntityManager): Kysely<Db> => em.getKysely<Db>().withPlugin(new EntityNames(em))

/**
 * MikroORM's plugin names tables and columns in queries. It names results by guessing, and takes the column `author_id`
 * for the `id` of an alias `author`; here each column becomes its property, by the naming strategy of the entities.
 */
class EntityNames implements KyselyPlugin {
  readonly #queries: MikroKyselyPlugin

  constructor(em: EntityManager) {
    this.#queries = new MikroKyselyPlugin(em, naming)
  }

  transformQuery(query: PluginTransformQueryArgs) {
    return this.#queries.transformQuery(query)
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    const { rows } = result
    const first = rows[0]
    if (!first) return result
    const renamed = Object.keys(first).flatMap(column => {
      const property = propertyOf(column)
      return property === column ? [] : [[column, property] as const]
    })
    for (const row of rows) rename(row, renamed)
    return result
  }
}

/** The column of a property: the snake case of its name, as a test checks of all entities. */
export const columnOf = (property: string) => property.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** The property of a column. */
export const propertyOf = (column: string) =>
  column.includes('_') ? column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : column

export function rename(
  row: Record<string, unknown>,
  renamed: readonly (readonly [column: string, property: string])[],
) {
  for (const [column, property] of renamed) {
    row[property] = row[column]
    delete row[column]
  }
}

/** A constant in the text of a query, so that its plan knows it: `literal('active')`. */
export const literal = <const V extends string | number | boolean | null>(value: V): RawBuilder<V> => sql.lit(value)

/** Builds expressions over any tables; refer to columns of a surrounding query through `columnsOf`. */
export const expression = expressionBuilder<Db, never>()

/**
 * The columns of a table under an alias of a surrounding query: `columnsOf('User', 'author')('status')`. They carry the
 * names of the database, so that conditions made of them fit into typed queries and raw statements alike.
 */
export const columnsOf =
  <Table extends keyof Db>(_: Table, alias: string) =>
  <Property extends keyof Db[Table] & string>(property: Property): RawBuilder<SelectType<Db[Table][Property]>> =>
    sql.ref(`${alias}.${columnOf(property)}`)

/** What `exists` selects. */
export const one = sql<number>`1`.as('one')

/** An id, or an expression of one: a column, a parameter. */
export type Id = string | Expression<string | null>
export const idOf = (id: Id | null): Expression<string> =>
  typeof id === 'string' || id === null ? sql<string>`${id}::uuid` : (id as Expression<string>)

/** `where('Post.id', '=', anyOf(ids))`: one text for lists of any length. */
export const anyOf = (ids: readonly string[] | Expression<unknown>): RawBuilder<string> =>
  isList(ids) ? sql<string>`any(${[...ids]}::uuid[])` : sql<string>`any(${ids})`

/**
 * A list of objects as a table under an alias; `columns` names the PostgreSQL type of each property:
 * `listOf('pair', pairs, { viewerId: 'uuid', postId: 'uuid' })`. The list may be a `jsonb` parameter. A name that is also
 * a property of an entity in the query is taken for its column: such properties are one word (`id`, `search`).
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

/** The type of the JSON value that an expression makes. */
export type JsonOf<Make extends (...args: never[]) => Expression<unknown>> =
  ReturnType<Make> extends Expression<infer Value> ? Value : never
