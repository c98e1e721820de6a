import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage, Tokens } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { db } from '#database'
import { User } from '#entities'
import { findSession, tokensOf } from './issue-tokens.ts'

/**
 * The viewer's account; locked until the end of the transaction. `mailbox` is the email address as its owner writes it,
 * where mail goes.
 */
export async function lockAccount(em: EntityManager, viewer: Viewer) {
  const found = await db(em)
    .selectFrom('User')
    .select(['id', 'stage', 'email', 'emailGiven', 'phone', 'username'])
    .where('id', '=', viewer.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!found) throw new ApiError('unauthenticated', 'This session has ended.')
  const { id, stage, email, emailGiven, phone, username } = found
  const contact = email ?? phone ?? ''
  return { id, stage, email, phone, contact, mailbox: emailGiven ?? email, hasName: username !== null }
}

/** The same of a viewer whose sign-up is at a stage; throws where it is at another. */
export async function lockAtStage(em: EntityManager, viewer: Viewer, stage: Stage) {
  const found = await lockAccount(em, viewer)
  if (found.stage !== stage) {
    throw new ApiError('conflict', `The sign-up is not at the stage ${stage}: it is at ${found.stage}.`)
  }
  return found
}

/** Moves a sign-up on; returns the tokens that carry the new stage. */
export async function moveStage({ em, credentials }: WriteContext, viewer: Viewer, stage: Stage): Promise<Tokens> {
  await em.nativeUpdate(User, { id: viewer.id }, { stage })
  return tokensOf(await findSession(em, viewer.sessionId), stage, credentials)
}
