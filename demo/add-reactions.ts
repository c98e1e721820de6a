import type { App } from '#app'
import { rows, sql } from '#database/statement'
import { type Actors, spoken } from './actors.ts'
import type { Posted } from './add-posts.ts'
import { people } from './people.ts'

/** Adds follows and likes, spread without chance so that every demo is the same. Running it twice changes nothing. */
export async function addFollows({ act }: Actors) {
  const wishes = pairs(people, people).filter(
    ({ a, b, i, j }) => a !== b && (i === 0 ? j !== 6 && j !== 10 : (3 * i + 5 * j) % 7 < 5),
  )
  await Promise.all(wishes.map(({ a, b }) => act(a.username, 'users.follow', { username: b.username })))
}

export async function addLikes({ act }: Actors, posted: readonly Posted[]) {
  const wishes = pairs(people, posted).filter(
    ({ a, b, i, j }) => a.username !== b.post.by && (7 * i + 4 * j + i * j) % 11 < 4 + (j % 6),
  )
  await Promise.all(wishes.map(({ a, b }) => act(a.username, 'posts.like', { postId: b.id })))
}

/** Adds missing comments to each post, in order: a reply needs the comment before it. */
export async function addComments(app: App, { ids, act }: Actors, posted: readonly Posted[]) {
  const found = await rows<{ id: string; postId: string }>(
    app.engine.fork(),
    sql`select id, post_id as "postId" from comment
      where post_id = any(${posted.map(one => one.id)}::uuid[]) and author_id = any(${[...ids.values()]}::uuid[]) order by id`,
  )
  const saidBefore = Map.groupBy(found, comment => comment.postId)
  const say = async ({ id: postId, post }: Posted) => {
    const before = saidBefore.get(postId) ?? []
    let last = before.at(-1)?.id
    for (const line of (post.said ?? []).slice(before.length)) {
      const { by, text, isReply } = spoken(line)
      const comment = await act(by, 'comments.create', { postId, text, ...(isReply && { parentId: last }) })
      last = comment.id
    }
  }
  await Promise.all(posted.map(say))
}

const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a, i) => bs.map((b, j) => ({ a, b, i, j })))
