import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage, Tokens } from '#contract'
import type { Viewer, Writing } from '#core/context'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { findSession, tokensOf } from './issue-tokens.ts'

/** The account of somebody whose sign-up has to be at a stage; locked until the end of the transaction. */
export async function lockAtStage(em: EntityManager, viewer: Viewer, stage: Stage) {
  const found = await row<{ id: string; stage: Stage; contact: string; hasName: boolean }>(
    em,
    sql`select id, stage, coalesce(email, phone) as contact, username is not null as "hasName" from users
      where id = ${viewer.id} for no key update`,
  )
  if (found?.stage !== stage) {
    throw refuse('conflict', `The sign-up is not at the stage ${stage}: it is at ${found?.stage ?? 'none'}.`)
  }
  return found
}

/** Moves a sign-up on; answers the tokens that carry the new stage. */
export async function moveStage({ em, credentials }: Writing, viewer: Viewer, stage: Stage): Promise<Tokens> {
  await row(em, sql`update users set stage = ${stage} where id = ${viewer.id}`)
  return tokensOf(await findSession(em, viewer.sessionId), stage, credentials)
}
