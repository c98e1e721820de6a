import type { EntityManager } from '@mikro-orm/postgresql'
import { compiledStatement, type RawBuilder } from '#database'
import { rows, sql } from '#database/statement'

/** `result` is what the call will return, where that is known before. */
export type Claim = { userId: string; operation: string; key: string; hash: string; result?: unknown }
type Known = { hash: string; result: Record<string, unknown> | null }

/** What makes two claims the same. */
export const nameOf = ({ userId, operation, key }: Omit<Claim, 'hash' | 'result'>) => `${userId} ${operation} ${key}`

const insert = compiledStatement<Omit<Claim, 'hash'>, { claims: 'jsonb' }>(
  { claims: 'jsonb' },
  ({ claims }) => sql`insert into idempotency (user_id, operation, key, body_hash, result)
    select "userId", operation, key, hash, nullif(result, 'null') from jsonb_to_recordset(${claims})
      as claim ("userId" uuid, operation text, key uuid, hash text, result jsonb)
    on conflict do nothing returning user_id as "userId", operation, key`,
)

/**
 * Claims keys in the transaction: a second call with a key waits here for the first to commit. Returns the kept result of
 * each claim, null where the claim is new.
 *
 * Locks keys in order. Plan: primary key of idempotency. Part of every batch with keys: `npm run bench -- comments`.
 */
export async function claimKeys(em: EntityManager, claims: readonly Claim[]): Promise<(Known | null)[]> {
  const sorted = [...claims].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const fresh = await insert(em, { claims: sorted })
  const isNew = new Set(fresh.map(nameOf))
  if (isNew.size === claims.length) return claims.map(() => null)
  const found = await rows<Omit<Claim, 'result'> & Known>(
    em,
    sql`select user_id as "userId", operation, key, body_hash as hash, result from idempotency
      where (user_id, operation, key) in (
        select "userId", operation, key from jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb)
          as claim ("userId" uuid, operation text, key uuid))`,
  )
  const known = new Map(found.map(one => [nameOf(one), one]))
  return claims.map(claim => (isNew.has(nameOf(claim)) ? null : (known.get(nameOf(claim)) ?? null)))
}

const recordset = (list: RawBuilder<unknown>) =>
  sql`jsonb_to_recordset(${list}) as made ("userId" uuid, operation text, key uuid, result jsonb)`

const keep = compiledStatement<never, { made: 'jsonb' }>(
  { made: 'jsonb' },
  ({ made }) => sql`update idempotency set result = made.result from ${recordset(made)}
    where user_id = "userId" and idempotency.operation = made.operation and idempotency.key = made.key`,
)

const giveBack = compiledStatement<never, { made: 'jsonb' }>(
  { made: 'jsonb' },
  ({ made }) => sql`delete from idempotency using ${recordset(made)}
    where user_id = "userId" and idempotency.operation = made.operation and idempotency.key = made.key`,
)

/** A claim with the result of its call, null where there is none. */
export type Kept = Claim & { result: unknown }

/** Keeps the results of calls; a call without one gives its key back. Plan: primary key of idempotency. */
export async function keepResults(em: EntityManager, made: readonly Kept[]) {
  const kept = made.filter(one => one.result !== null)
  const dropped = made.filter(one => one.result === null)
  if (kept.length > 0) await keep(em, { made: kept })
  if (dropped.length > 0) await giveBack(em, { made: dropped })
}
