import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { ApiError } from '#core/pipeline/errors'
import { row, sql } from '#database/statement'
import type { CodePurpose } from '#entities/code'

/** Codes to one address, and to one account, in an hour; between two of them lies a minute. */
const mostAnHour = 5

type Asked = { userId: string; purpose: CodePurpose; contact: string }

/**
 * Refuses a code too soon after others, to its address or of its account, whatever address it is asked from. Each purpose
 * is counted by itself: who signs up with somebody's address uses up none of the codes that its owner may need.
 */
export async function checkPace(em: EntityManager, { userId, purpose, contact }: Asked) {
  await checkPaceOf(em, purpose, contact)
  refuseWait(await waitOf(em, purpose, sql`user_id = ${userId}`))
}

/** The same for an address alone. */
export async function checkPaceOf(em: EntityManager, purpose: CodePurpose, contact: string) {
  await lockContact(em, contact)
  refuseWait(await waitOf(em, purpose, sql`contact = ${contact}`))
}

/** Whether an account has had its codes for now, by whichever of its addresses. Nobody never has. */
export async function isPaced(em: EntityManager, purpose: CodePurpose, userId: string | null) {
  const { minute, hour } = await waitOf(em, purpose, sql`user_id = ${userId}`)
  return minute > 0 || hour > 0
}

/** Those who ask for the same address at the same time wait for each other here, and see each other's rows. */
export const lockContact = (em: EntityManager, contact: string) =>
  row(em, sql`select pg_advisory_xact_lock(hashtextextended(${contact}, 2))`)

type Wait = { minute: number; hour: number }

async function waitOf(em: EntityManager, purpose: CodePurpose, whose: RawBuilder<unknown>): Promise<Wait> {
  const wait = await row<{ minute: number | null; hour: number | null }>(
    em,
    sql`select extract(epoch from max(created_at) + interval '1 minute' - now())::float as minute,
      case when count(*) >= ${mostAnHour} then extract(epoch from min(created_at) + interval '1 hour' - now()) end::float as hour
      from code where ${whose} and purpose = ${purpose} and created_at > now() - interval '1 hour'`,
  )
  return { minute: wait?.minute ?? 0, hour: wait?.hour ?? 0 }
}

function refuseWait({ minute, hour }: Wait) {
  if (minute > 0) throw tooSoon('A code was sent less than a minute ago', minute)
  if (hour > 0) throw tooSoon('Five codes were sent within the hour', hour)
}

const tooSoon = (why: string, seconds: number) =>
  new ApiError('rate_limited', `${why}; try again in ${Math.ceil(seconds)} s.`, { retryAfter: Math.ceil(seconds) })
