import { type Expression, type RawBuilder, sql } from 'kysely'

type Unit = 'second' | 'minute' | 'hour' | 'day'
export type Duration = `${number} ${Unit}` | `${number} ${Unit}s`

/** When the transaction began, by the database's clock. */
export const now: RawBuilder<Date> = sql`now()`
/** `before(now, '90 days')` */
export const before = (at: Expression<Date | null>, duration: Duration) =>
  sql<Date>`${at} - interval ${sql.lit(duration)}`
/** `after(eb.ref('createdAt'), '1 hour')` */
export const after = (at: Expression<Date | null>, duration: Duration) =>
  sql<Date>`${at} + interval ${sql.lit(duration)}`

export const ago = (duration: Duration) => before(now, duration)
export const fromNow = (duration: Duration) => after(now, duration)

/** Seconds from now on, with fractions; negative for what is past. */
export const secondsUntil = (at: Expression<Date | null>) => sql<number>`extract(epoch from ${at} - now())::float`

/** The time some seconds from now, for a number that is computed; negative for the past. */
export const secondsFromNow = (seconds: number): RawBuilder<Date> =>
  sql<Date>`now() + ${seconds}::float * interval '1 second'`
