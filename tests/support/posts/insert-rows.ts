import type { Outside } from '#support/process/start-node'

type App = Pick<Outside, 'query'>
type Author = { id: string }

/** Writes published posts without any of their effects but the count of posts. */
export async function insertPosts(app: App, { id }: Author, count: number) {
  await app.query(
    `insert into post (author_id, caption, status, published_at)
      select ?, 'Post ' || n, 'published', now() from generate_series(1, ?) n`,
    [id, count],
  )
  await app.query('update users set post_count = post_count + ? where id = ?', [count, id])
}

/** Writes comments without any of their effects but the count of comments. */
export async function insertComments(app: App, postId: string, { id }: Author, count: number) {
  await app.query(
    `insert into comment (post_id, author_id, text) select ?, ?, 'Word ' || n from generate_series(1, ?) n`,
    [postId, id, count],
  )
  await app.query('update post set comment_count = comment_count + ? where id = ?', [count, postId])
}

/** Writes the messages of a conversation from its second to a last number, without any of their effects. */
export async function insertMessages(app: App, conversationId: string, { id }: Author, lastSeq: number) {
  await app.query(
    `insert into message (conversation_id, seq, sender_id, kind, text)
      select ?, seq, ?, 'text', 'More' from generate_series(2, ?) seq`,
    [conversationId, id, lastSeq],
  )
  await app.query('update conversation set head_seq = ? where id = ?', [lastSeq, conversationId])
}

/** Removes the stored entries of a feed; what it shows is read by query. */
export const emptyFeed = (app: App, { id }: { id: string }) =>
  app.query('delete from feed_entry where owner_id = ?', [id])

/** Removes the posts of an author from all stored feeds. */
export const removeFromFeeds = (app: App, { id }: Author) =>
  app.query('delete from feed_entry where author_id = ?', [id])
