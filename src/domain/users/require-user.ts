import { visibleUser } from '#access/users'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer | null }

/** The account of a user name; throws `not_found` for one that the viewer cannot see. */
export async function requireUser({ em, viewer }: Viewing, username: string) {
  const user = await visibleUser(em, viewer?.id ?? null, username)
    .select('User.id')
    .executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}
