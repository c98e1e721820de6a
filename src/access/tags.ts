import { type AliasableExpression, columnsOf, expression as eb, type Id, type SqlBool } from '#database'
import { canSee, isBlocked } from './users.ts'

/**
 * Whether the viewer of a post can see that a user is tagged in it. A block between the user and the author hides the tag from
 * everybody.
 */
export const canSeeTag = (viewer: Id, { user = 'User', author = 'author' } = {}): AliasableExpression<SqlBool> =>
  eb.and([canSee(viewer, user), eb.not(isBlocked(columnsOf('User', user)('id'), columnsOf('User', author)('id')))])
