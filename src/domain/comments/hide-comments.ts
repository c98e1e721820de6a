import type { EntityManager } from '@mikro-orm/postgresql'
import { anyOf, db } from '#database'
import type { Created } from './create-comments.sql.ts'
import { hasHiddenWord, patternOf } from './hidden-words.ts'

/** Hides those of some new comments that have a hidden word of their post's author; returns their ids. */
export async function hideNew(em: EntityManager, created: readonly (Created & { text: string })[]) {
  const judged = created.filter(one => one.commentId !== null && one.hiddenWords !== null)
  const byPost = Map.groupBy(judged, one => one.postId).values()
  const ids = [...byPost].flatMap(list => {
    const pattern = patternOf(list[0]?.hiddenWords ?? [])
    return list.flatMap(({ commentId, text }) =>
      commentId !== null && hasHiddenWord(text, pattern) ? [commentId] : [],
    )
  })
  if (ids.length > 0) await setHidden(em, ids, true)
  return new Set(ids)
}

/** Hides comments, or shows them again. */
export const setHidden = (em: EntityManager, ids: readonly string[], hidden: boolean) =>
  db(em).updateTable('Comment').set({ hidden }).where('id', '=', anyOf(ids)).execute()
