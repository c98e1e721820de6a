import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { rows, sql } from '#database/statement'

type Id = RawBuilder<unknown>

// Unions, which the planner looks up pair by pair. What it can make a join of, it makes one with all whom somebody blocks
// or is blocked by, and these may be very many.
const blocksBetween = (one: Id, other: Id) => sql`
  select 1 from block where blocker_id = ${one} and blocked_id = ${other}
  union all select 1 from block where blocker_id = ${other} and blocked_id = ${one}`

/** Whether one of two people blocks the other: then neither is there for the other. Never so where one is nobody (null). */
export const apart = (one: Id, other: Id) => sql<boolean>`exists (${blocksBetween(one, other)})`

/** Whether `viewer` is to hear nothing of what `other` does: they are apart, or `viewer` mutes them. */
export const silenced = (viewer: Id, other: Id) => sql<boolean>`exists (${blocksBetween(viewer, other)}
  union all select 1 from mute where muter_id = ${viewer} and muted_id = ${other})`

/** The same as a list: `select id` of everybody from whom one person is apart, for queries over very many people. */
export const apartFrom = (one: Id) => sql<{ id: string }>`
  select blocked_id as id from block where blocker_id = ${one}
  union select blocker_id from block where blocked_id = ${one}`

/** Whether `viewer` (or nobody, null) may know of the account `alias` of `users`: it is finished, active and not apart. */
export const knows = (viewer: Id, alias = 'users') => {
  const who = sql.raw(alias)
  return sql<boolean>`(${who}.status = 'active' and ${who}.stage = 'done' and not ${apart(viewer, sql`${who}.id`)})`
}

/** Whether `viewer` blocks `other` themselves. */
export const blocks = (viewer: Id, other: Id) =>
  sql<boolean>`exists (select 1 from block where blocker_id = ${viewer} and blocked_id = ${other})`

/** Whether `viewer` mutes `other`. */
export const mutes = (viewer: Id, other: Id) =>
  sql<boolean>`exists (select 1 from mute where muter_id = ${viewer} and muted_id = ${other})`

/** Of two lists of people, those pairs `(one, other)` of which either blocks the other. The lists may be long. */
export const apartPairs = (em: EntityManager, ones: readonly string[], others: readonly string[]) =>
  rows<{ one: string; other: string }>(
    em,
    sql`select one.id as one, other.id as other from unnest(${others}::uuid[]) other (id)
        join block on blocker_id = other.id join unnest(${ones}::uuid[]) one (id) on one.id = blocked_id
      union select one.id, other.id from unnest(${others}::uuid[]) other (id)
        join block on blocked_id = other.id join unnest(${ones}::uuid[]) one (id) on one.id = blocker_id`,
  )
