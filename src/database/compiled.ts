import type { EntityManager } from '@mikro-orm/postgresql'
import {
  AliasNode,
  type CompiledQuery,
  type InferResult,
  type Kysely,
  type RawBuilder,
  SelectQueryNode,
  sql,
} from 'kysely'
import { type Db, db, propertyOf, rename } from './typed.ts'

/** The parameters of a compiled query by their types in PostgreSQL, and the values that they take. */
type Values = {
  uuid: string | null
  'uuid[]': readonly string[]
  text: string | null
  'text[]': readonly string[]
  'boolean[]': readonly boolean[]
  int: number | null
  boolean: boolean
  timestamptz: Date | null
  /** A list or an object, sent as JSON. */
  jsonb: object | null
}
type Types = Record<string, keyof Values>
type Given<T extends Types> = { [Name in keyof T]: Values[T[Name]] }
type Slots<T extends Types> = { [Name in keyof T]: RawBuilder<never> }

class Slot {
  readonly name: string
  readonly isJson: boolean

  constructor(name: string, isJson: boolean) {
    this.name = name
    this.isJson = isJson
  }
}

/**
 * A typed query on a hot path that is built and compiled once. Later runs cost as much as raw text: see
 * `docs/decisions/compiled-queries.md`. Its text may not depend on the values.
 */
export function compiled<const T extends Types, Query extends { compile(): CompiledQuery }>(
  types: T,
  build: (db: Kysely<Db>, parameters: Slots<T>) => Query,
) {
  let known: { query: CompiledQuery; renamed: [column: string, property: string][] } | undefined

  const compile = (em: EntityManager) => {
    const query = build(db(em), slotsOf(types)).compile()
    return { query, renamed: renamedIn(query) }
  }

  return async (em: EntityManager, given: Given<T>): Promise<InferResult<Query>> => {
    known ??= compile(em)
    const { query, renamed } = known
    const { rows } = await em.getKysely().executeQuery<Record<string, unknown>>(withValues(query, given))
    for (const row of rows) rename(row, renamed)
    return rows as InferResult<Query>
  }
}

/** The same for a raw statement that embeds typed conditions of `access`; its aliases name the properties of `Row`. */
export function compiledStatement<Row, const T extends Types>(
  types: T,
  build: (parameters: Slots<T>) => RawBuilder<Row>,
) {
  let known: CompiledQuery<Row> | undefined
  return async (em: EntityManager, given: Given<T>): Promise<Row[]> => {
    known ??= build(slotsOf(types)).compile(db(em))
    return (await em.getKysely().executeQuery<Row>(withValues(known, given))).rows
  }
}

const slotsOf = <T extends Types>(types: T) =>
  Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, sql`${new Slot(name, type === 'jsonb')}::${sql.raw(type)}`]),
  ) as Slots<T>

const withValues = <Row>(query: CompiledQuery<Row>, given: Record<string, unknown>): CompiledQuery<Row> => ({
  ...query,
  parameters: query.parameters.map(value => (value instanceof Slot ? valueFor(value, given) : value)),
})

function valueFor({ name, isJson }: Slot, given: Record<string, unknown>) {
  const value = given[name]
  return isJson && value !== null ? JSON.stringify(value) : value
}

/** Columns that are selected without an alias. */
function renamedIn({ query }: CompiledQuery) {
  if (!SelectQueryNode.is(query)) throw new Error('Only a select can be compiled.')
  return (query.selections ?? []).flatMap(({ selection }): [string, string][] => {
    if (AliasNode.is(selection) || !('column' in selection)) return []
    const { column } = selection as { column: { column?: { name: string } } }
    const name = column.column?.name
    if (name === undefined) throw new Error('A compiled query names its columns.')
    const property = propertyOf(name)
    return property === name ? [] : [[name, property]]
  })
}
