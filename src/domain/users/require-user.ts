import type { EntityManager } from '@mikro-orm/postgresql'
import { openUser, visibleUser } from '#access/users'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'
import { db } from '#database'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** The account of a user name; throws `not_found` for one that the viewer cannot see. */
export async function requireUser({ em, viewer }: Viewing, username: string) {
  const user = await visibleUser(em, viewer.id, username).select('User.id').executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** The account of a user name; throws `not_found` for one whose content the viewer cannot see. */
export async function requireOpenUser({ em, viewer }: Viewing, username: string) {
  const user = await openUser(em, viewer.id, username).select('author.id').executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** The account of a user name, whether or not the viewer can see it. */
export const userByName = (em: EntityManager, username: string) =>
  db(em).selectFrom('User').select('User.id').where('User.username', '=', username.toLowerCase())
