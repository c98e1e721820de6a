import type { EntityManager } from '@mikro-orm/postgresql'
import { ApiError } from '#core/pipeline/errors'
import {
  after,
  ago,
  columnsOf,
  db,
  type Expression,
  expression as eb,
  idOf,
  lockText,
  type SqlBool,
  secondsUntil,
} from '#database'
import type { CodePurpose } from '#entities/code'

/** Codes per hour to one address, and to one account; at most one a minute. */
const maxPerHour = 5

type Requested = { userId: string; purpose: CodePurpose; contact: string }

const code = columnsOf('Code', 'Code')
const ofAccount = (userId: string | null) => eb(code('userId'), '=', idOf(userId))
const ofContact = (contact: string) => eb(code('contact'), '=', contact)

/**
 * Throws where a code comes too soon after others, to its address or of its account, whatever their addresses. Each purpose
 * counts by itself: a stranger who signs up with an address uses up none of the codes that its owner may need.
 */
export async function checkPace(em: EntityManager, { userId, purpose, contact }: Requested) {
  await checkPaceOf(em, purpose, contact)
  throwWait(await waitOf(em, purpose, ofAccount(userId)))
}

/** The same for an address alone. */
export async function checkPaceOf(em: EntityManager, purpose: CodePurpose, contact: string) {
  await lockText(em, 'contact', contact)
  throwWait(await waitOf(em, purpose, ofContact(contact)))
}

/** Whether an account has had its codes for now, at any of its addresses. Always false for no account (null). */
export async function isPaced(em: EntityManager, purpose: CodePurpose, userId: string | null) {
  const { minute, hour } = await waitOf(em, purpose, ofAccount(userId))
  return minute > 0 || hour > 0
}

/** Seconds to wait, by both limits. */
type Wait = { minute: number; hour: number }

async function waitOf(em: EntityManager, purpose: CodePurpose, whose: Expression<SqlBool>): Promise<Wait> {
  const wait = await db(em)
    .selectFrom('Code')
    .select(({ fn, eb }) => [
      secondsUntil(after(fn.max('createdAt'), '1 minute')).as('minute'),
      eb
        .case()
        .when(fn.countAll(), '>=', maxPerHour)
        .then(secondsUntil(after(fn.min('createdAt'), '1 hour')))
        .end()
        .as('hour'),
    ])
    .where(whose)
    .where('purpose', '=', purpose)
    .where('createdAt', '>', ago('1 hour'))
    .executeTakeFirst()
  return { minute: wait?.minute ?? 0, hour: wait?.hour ?? 0 }
}

function throwWait({ minute, hour }: Wait) {
  if (minute > 0) throw tooSoon('A code was sent less than a minute ago', minute)
  if (hour > 0) throw tooSoon('Five codes were sent within the hour', hour)
}

const tooSoon = (why: string, seconds: number) =>
  new ApiError('rate_limited', `${why}; try again in ${Math.ceil(seconds)} s.`, { retryAfter: Math.ceil(seconds) })
