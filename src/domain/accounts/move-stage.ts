import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage, Tokens } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { row, sql } from '#database/statement'
import { findSession, tokensOf } from './issue-tokens.ts'

type Account = {
  id: string
  stage: Stage
  email: string | null
  phone: string | null
  /** Where letters go: the address as its owner writes it. */
  mailbox: string | null
  hasName: boolean
}

/** The account of somebody; locked until the end of the transaction. */
export async function lockAccount(em: EntityManager, viewer: Viewer) {
  const found = await row<Account>(
    em,
    sql`select id, stage, email, phone, coalesce(email_given, email) as mailbox, username is not null as "hasName" from users
      where id = ${viewer.id} for no key update`,
  )
  if (found === null) throw new ApiError('unauthenticated', 'This session has ended.')
  return { ...found, contact: found.email ?? found.phone ?? '' }
}

/** The same of somebody whose sign-up has to be at a stage. */
export async function lockAtStage(em: EntityManager, viewer: Viewer, stage: Stage) {
  const found = await lockAccount(em, viewer)
  if (found.stage !== stage) {
    throw new ApiError('conflict', `The sign-up is not at the stage ${stage}: it is at ${found.stage}.`)
  }
  return found
}

/** Moves a sign-up on; answers the tokens that carry the new stage. */
export async function moveStage({ em, credentials }: WriteContext, viewer: Viewer, stage: Stage): Promise<Tokens> {
  await row(em, sql`update users set stage = ${stage} where id = ${viewer.id}`)
  return tokensOf(await findSession(em, viewer.sessionId), stage, credentials)
}
