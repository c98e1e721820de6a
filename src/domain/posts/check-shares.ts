import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeConversation } from '#access/conversations'
import { canSeePost } from '#access/posts'
import { compiled, literal } from '#database'
import { pairs, pairsOf, pairTypes, type Seen } from '#views/view'

const postsShareable = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Post', 'Post.id', 'pair.id')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select('pair.ord')
    .where('Post.status', '=', literal('published'))
    .where(eb => canSeePost(eb.ref('pair.viewerId'))),
)

const conversationsOpen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Conversation', 'Conversation.id', 'pair.id')
    .innerJoin('Member', join =>
      join.onRef('Member.conversationId', '=', 'pair.id').onRef('Member.userId', '=', 'pair.viewerId'),
    )
    .select('pair.ord')
    .where(eb => canSeeConversation(eb.ref('pair.viewerId'))),
)

/** Of each post, whether its viewer can see it, published: others may then see it too. */
export const areShareable = (em: EntityManager, seen: readonly Seen[]) =>
  whichOf(seen, postsShareable(em, pairsOf(seen)))

/** Of each conversation, whether its viewer is a member of it and can see it. */
export const areOpen = (em: EntityManager, seen: readonly Seen[]) => whichOf(seen, conversationsOpen(em, pairsOf(seen)))

async function whichOf(seen: readonly Seen[], found: Promise<{ ord: number }[]>): Promise<boolean[]> {
  const ords = new Set((await found).map(({ ord }) => ord))
  return seen.map((_, i) => ords.has(i + 1))
}
