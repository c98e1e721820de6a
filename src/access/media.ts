import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import {
  type AliasableExpression,
  anyOf,
  columnsOf,
  compiled,
  expression as eb,
  literal,
  one,
  type SqlBool,
  sql,
} from '#database'

/** The folder of an account's profile photo, which is named after its upload. */
export const profilePhotoOf = (alias = 'User') => sql<string | null>`${columnsOf('User', alias)('photo')} ->> 'key'`

/** Whether an upload is its owner's profile photo, or is to become it: nothing else is made of it. */
export function isProfilePhoto(alias = 'Media'): AliasableExpression<SqlBool> {
  const media = columnsOf('Media', alias)
  return eb.exists(
    eb
      .selectFrom('User as owner')
      .select(one)
      .where('owner.id', '=', media('ownerId'))
      .where(
        owner =>
          sql<SqlBool>`${media('id')}::text in (${owner.ref('owner.photoMediaId')}::text, ${profilePhotoOf('owner')})`,
      ),
  )
}

/** Whether a message shows an upload. */
export function isSent(alias = 'Media'): AliasableExpression<SqlBool> {
  const media = columnsOf('Media', alias)
  return eb.exists(eb.selectFrom('Message').select(one).where('Message.mediaId', '=', media('id')))
}

/** Whether a post shows an upload. */
export function isPosted(alias = 'Media'): AliasableExpression<SqlBool> {
  const media = columnsOf('Media', alias)
  return eb.exists(eb.selectFrom('PostMedia').select(one).where('PostMedia.mediaId', '=', media('id')))
}

/** Whether an upload is in a post that only its author sees: one that is not published yet, archived or deleted. */
export function isWithheld(alias = 'Media'): AliasableExpression<SqlBool> {
  const media = columnsOf('Media', alias)
  return eb.exists(
    eb
      .selectFrom('PostMedia')
      .innerJoin('Post', 'Post.id', 'PostMedia.postId')
      .select(one)
      .where('PostMedia.mediaId', '=', media('id'))
      .where('Post.status', '<>', literal('published')),
  )
}

/**
 * From whom a photo is hidden: from all, from all but moderators, from all but them and its owner, or at addresses made when
 * everybody could see it.
 */
export type Hidden = 'from all' | 'from all but moderators' | 'from all but its owner' | 'by public address'

const hiddenById = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('Media')
    .innerJoin('User as owner', 'owner.id', 'Media.ownerId')
    .select(eb => [
      'Media.id',
      eb
        .case()
        .when(eb.and([eb('owner.status', '=', 'active'), isWithheld(), eb.not(isSent())]))
        .then(literal<Hidden>('from all but its owner'))
        .when(eb.or([eb('owner.status', '=', 'active'), isSent()]))
        .then(literal<Hidden>('by public address'))
        .when('owner.status', '=', 'suspended')
        .then(literal<Hidden>('from all but moderators'))
        .else(literal<Hidden>('from all'))
        .end()
        .as('how'),
    ])
    .where('Media.id', '=', anyOf(ids))
    .where(eb =>
      eb.or([
        eb('owner.status', '!=', 'active'),
        isWithheld(),
        eb.and([
          eb('owner.isPrivate', '=', true),
          eb(profilePhotoOf('owner'), 'is distinct from', sql<string>`${eb.ref('Media.id')}::text`),
        ]),
      ]),
    ),
)

/**
 * Of photos, by their folders, those that are not served at every address: of a deleted account to nobody, of a suspended
 * one only to moderators; of a post that only its author sees only to them and to moderators; of a private account at no
 * address from when it was public, except its profile photo. A photo in a message stays with the message, whose addresses
 * are private.
 */
export async function hiddenPhotos(em: EntityManager, folders: readonly string[]): Promise<Map<string, Hidden>> {
  const hidden = await hiddenById(em, { ids: folders.filter(folder => id.safeParse(folder).success) })
  return new Map(hidden.map(({ id, how }) => [id, how]))
}
