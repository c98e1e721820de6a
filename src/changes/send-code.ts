import type { Writing } from '#core/context'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'

export const isEmail = (contact: string) => contact.includes('@')

/** Minutes a code is good for, and how many wrong tries it takes. */
export const codeLife = { minutes: 10, tries: 5 }

/**
 * Makes a new code for a sign-up; the one before stops working. If somebody else has proven the contact, the code is
 * made all the same and never sent: nobody can tell the difference from outside, and the owner is told.
 */
export async function sendCode(ctx: Writing, userId: string, contact: string) {
  await checkPace(ctx, contact)
  const code = await row<{ id: string }>(
    ctx.em,
    sql`insert into code (user_id, purpose, contact, expires_at)
      values (${userId}, 'sign-up', ${contact}, now() + ${codeLife.minutes} * interval '1 minute') returning id`,
  )
  const column = sql.ref(isEmail(contact) ? 'email' : 'phone')
  const owner = await row<{ id: string }>(
    ctx.em,
    sql`select id from users where ${column} = ${contact} and verified_at is not null`,
  )
  if (owner) ctx.enqueue('account.warn', { userId: owner.id })
  else ctx.enqueue('code.send', { codeId: (code as { id: string }).id })
}

async function checkPace(ctx: Writing, contact: string) {
  // Those who ask for the same address at the same time wait for each other here, and count each other.
  await row(ctx.em, sql`select pg_advisory_xact_lock(hashtextextended(${contact}, 2))`)
  const pace = await row<{ lately: number | null; hour: number; wait: number }>(
    ctx.em,
    sql`select extract(epoch from max(created_at) + interval '1 minute' - now())::float as lately, count(*)::int as hour,
      extract(epoch from min(created_at) + interval '1 hour' - now())::float as wait
      from code where contact = ${contact} and created_at > now() - interval '1 hour'`,
  )
  if (pace?.lately && pace.lately > 0) throw tooSoon('A code was sent less than a minute ago', pace.lately)
  if (pace && pace.hour >= 5) throw tooSoon('Five codes were sent within the hour', pace.wait)
}

const tooSoon = (why: string, seconds: number) =>
  refuse('rate_limited', `${why}; try again in ${Math.ceil(seconds)} s.`, { retryAfter: Math.ceil(seconds) })
