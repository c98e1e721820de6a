import { type AliasableExpression, columnsOf, expression as eb, type SqlBool, sql } from '#database'

/** Whether an upload is its owner's profile photo, or is to become it: nothing else is made of it. */
export function isProfilePhoto(alias = 'Media'): AliasableExpression<SqlBool> {
  const media = columnsOf('Media', alias)
  return eb.exists(
    eb
      .selectFrom('User as owner')
      .select(sql<number>`1`.as('one'))
      .where('owner.id', '=', media('ownerId'))
      .where(
        owner =>
          sql<SqlBool>`${media('id')}::text in (${owner.ref('owner.photoMediaId')}::text, ${owner.ref('owner.photo')} ->> 'key')`,
      ),
  )
}
