import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AliasableExpression,
  anyOf,
  columnsOf,
  compiled,
  db,
  expression as eb,
  type Id,
  idOf,
  literal,
  one,
  type SqlBool,
  sql,
} from '#database'

const blocksOf = (blocker: Id | null, blocked: Id | null) =>
  eb
    .selectFrom('Block')
    .select(one)
    .where('Block.blockerId', '=', idOf(blocker))
    .where('Block.blockedId', '=', idOf(blocked))

// Unions: the planner looks each pair up. What it can make a join of, it joins with everybody whom a person blocks or is
// blocked by, and these may be very many.
const blocksBetween = (a: Id | null, b: Id | null) => blocksOf(a, b).unionAll(blocksOf(b, a))

/** Whether one of two people blocks the other: neither can see the other. Never where one of them is nobody (null). */
export const isBlocked = (a: Id | null, b: Id | null): AliasableExpression<SqlBool> => eb.exists(blocksBetween(a, b))

const mutesOf = (viewer: Id | null, other: Id) =>
  eb.selectFrom('Mute').select(one).where('Mute.muterId', '=', idOf(viewer)).where('Mute.mutedId', '=', idOf(other))

/** Whether the viewer hears nothing of what another does: one blocks the other, or the viewer mutes them. */
export const isHidden = (viewer: Id, other: Id): AliasableExpression<SqlBool> =>
  eb.exists(blocksBetween(viewer, other).unionAll(mutesOf(viewer, other)))

/** Whether the viewer themselves blocks another. */
export const blocks = (viewer: Id, other: Id): AliasableExpression<SqlBool> => eb.exists(blocksOf(viewer, other))

/** Whether the viewer mutes another. */
export const mutes = (viewer: Id | null, other: Id): AliasableExpression<SqlBool> => eb.exists(mutesOf(viewer, other))

/** The ids of everybody who blocks a person or is blocked by them: for queries over very many people. */
export const blockedWith = (person: Id) =>
  eb
    .selectFrom('Block')
    .select('Block.blockedId as id')
    .where('Block.blockerId', '=', idOf(person))
    .union(eb.selectFrom('Block').select('Block.blockerId as id').where('Block.blockedId', '=', idOf(person)))

/** Whether the viewer (null: nobody signed in) can see that an account exists: finished, active, and neither blocks the other. */
export function canSee(viewer: Id | null, alias = 'User'): AliasableExpression<SqlBool> {
  const user = columnsOf('User', alias)
  return eb.and([
    eb(user('status'), '=', literal('active')),
    eb(user('stage'), '=', literal('done')),
    eb.not(isBlocked(viewer, user('id'))),
  ])
}

/** Whether the viewer can see what an account shows its followers, or everybody if it is public. */
export function canSeeContent(viewer: Id, alias = 'author'): AliasableExpression<SqlBool> {
  const author = columnsOf('User', alias)
  return eb.or([
    eb(author('id'), '=', idOf(viewer)),
    eb.and([
      eb(author('status'), '=', literal('active')),
      eb.not(isBlocked(viewer, author('id'))),
      eb.or([eb.not(author('isPrivate')), isFollower(viewer, author('id'))]),
    ]),
  ])
}

/**
 * Whether an account lets another user do something, as its owner has set: `whoMayComment`, `whoMayMention` and the like.
 * Its owner always. Blocks are a question of their own, see `canSee`.
 */
export function lets(
  other: Id,
  setting: 'whoMayComment' | 'whoMayMention' | 'whoMayTag' | 'whoMayMessage',
  alias = 'User',
): AliasableExpression<SqlBool> {
  const user = columnsOf('User', alias)
  return eb.or([
    eb(user(setting), '=', literal('everyone')),
    eb(user('id'), '=', idOf(other)),
    eb.and([eb(user(setting), '=', literal('followers')), isFollower(other, user('id'))]),
    eb.and([eb(user(setting), '=', literal('following')), isFollower(user('id'), other)]),
  ])
}

/** Whether the viewer follows another; not where they only asked to. */
export const isFollower = (viewer: Id, author: Id): AliasableExpression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('Follow as f')
      .select(one)
      .where('f.followerId', '=', idOf(viewer))
      .where('f.followeeId', '=', idOf(author))
      .where('f.status', '=', literal('following')),
  )

/** The account of a user name, as far as the viewer (null: nobody signed in) can see that it exists. */
export const visibleUser = (em: EntityManager, viewerId: string | null, username: string) =>
  db(em).selectFrom('User').where('User.username', '=', username.toLowerCase()).where(canSee(viewerId))

const userIdsByName = compiled({ viewerIds: 'uuid[]', usernames: 'text[]' }, (db, { viewerIds, usernames }) =>
  db
    .selectFrom(
      sql<Named & { ord: number }>`unnest(${viewerIds}, ${usernames}) with ordinality`.as<'named'>(
        sql`named("viewerId", "username", "ord")`,
      ),
    )
    .innerJoin('User', 'User.username', 'named.username')
    .select(['named.ord', 'User.id'])
    .where(user => canSee(user.ref('named.viewerId'))),
)
type Named = { viewerId: string; username: string }

/** The ids of accounts by user name in the order of the names, null for those that their viewer cannot see. */
export async function visibleUserIds(em: EntityManager, named: readonly Named[]): Promise<(string | null)[]> {
  const found = await userIdsByName(em, {
    viewerIds: named.map(({ viewerId }) => viewerId),
    usernames: named.map(({ username }) => username.toLowerCase()),
  })
  const ids = new Map(found.map(({ ord, id }) => [ord, id]))
  return named.map((_, i) => ids.get(i + 1) ?? null)
}

/** The account of a user name whose content the viewer can see. */
export const openUser = (em: EntityManager, viewerId: string, username: string) =>
  db(em)
    .selectFrom('User as author')
    .where('author.username', '=', username.toLowerCase())
    .where('author.stage', '=', literal('done'))
    .where(canSeeContent(viewerId))

/** Those of some people who can see the content of an account. */
export async function whoCanSee(
  em: EntityManager,
  authorId: string,
  viewerIds: readonly string[],
): Promise<Set<string>> {
  const found = await db(em)
    .selectFrom('User as viewer')
    .innerJoin('User as author', join => join.on('author.id', '=', authorId))
    .select('viewer.id')
    .where('viewer.id', '=', anyOf(viewerIds))
    .where(canSeeContent(sql.ref('viewer.id')))
    .execute()
  return new Set(found.map(viewer => viewer.id))
}

/** Of two lists of people, the pairs of which one blocks the other. The lists may be long. */
export function blockedPairs(em: EntityManager, ones: readonly string[], others: readonly string[]) {
  const pairs = (mine: 'blockerId' | 'blockedId', theirs: 'blockerId' | 'blockedId') =>
    db(em)
      .selectFrom('Block')
      .select([`Block.${mine} as one`, `Block.${theirs} as other`])
      .where(`Block.${mine}`, '=', anyOf(ones))
      .where(`Block.${theirs}`, '=', anyOf(others))
  return pairs('blockerId', 'blockedId').union(pairs('blockedId', 'blockerId')).execute()
}
