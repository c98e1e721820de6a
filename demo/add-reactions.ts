import type { App } from '#app'
import { rows, sql } from '#database/statement'
import { type Actors, spoken } from './actors.ts'
import { idOf, isShared, type Posted } from './add-posts.ts'
import { people } from './people.ts'
import { collection, followedTags } from './posts.ts'

/** Adds follows and likes, spread without chance so that every demo is the same. Running it twice changes nothing. */
export async function addFollows({ act }: Actors) {
  const wishes = pairs(people, people).filter(
    ({ a, b, i, j }) => a !== b && (i === 0 ? j !== 6 && j !== 10 : (3 * i + 5 * j) % 7 < 5),
  )
  await Promise.all(wishes.map(({ a, b }) => act(a.username, 'users.follow', { username: b.username })))
}

export async function addLikes({ act }: Actors, posted: readonly Posted[]) {
  const wishes = pairs(people, posted.filter(isShared)).filter(
    ({ a, b, i, j }) => a.username !== b.post.by && (7 * i + 4 * j + i * j) % 11 < 4 + (j % 6),
  )
  await Promise.all(wishes.map(({ a, b }) => act(a.username, 'posts.like', { postId: b.id })))
}

/** Adds missing comments to each post, in order: a reply needs the comment before it. Then pins and likes some. */
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
      before.push(comment)
    }
    if (post.pinned !== undefined) await praise(post.by, before, post.pinned)
  }
  const praise = async (author: string, said: readonly { id: string }[], pinned: number) => {
    await act(author, 'comments.pin', { commentId: said[pinned]!.id })
    const wishes = pairs(people, said).filter(({ i, j }) => (3 * i + 2 * j) % 5 < 2)
    await Promise.all(wishes.map(({ a, b }) => act(a.username, 'comments.like', { commentId: b.id })))
  }
  await Promise.all(posted.map(say))
}

/** What the first person keeps: a collection of saved posts, and hashtags that they follow. */
export async function addKept({ act }: Actors, posted: readonly Posted[]) {
  const { username } = people[0] as (typeof people)[number]
  for (const tag of followedTags) await act(username, 'hashtags.follow', { tag })
  const { title, of } = collection
  const known = (await act(username, 'collections.list', {})).items.find(each => each.title === title)
  const { id: collectionId } = known ?? (await act(username, 'collections.create', { title }))
  for (const seed of of) await act(username, 'collections.add', { collectionId, postId: idOf(posted, seed) })
}

const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a, i) => bs.map((b, j) => ({ a, b, i, j })))
