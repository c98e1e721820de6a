import type { App } from '#app'
import { row, sql } from '#database/statement'
import { findActors } from './actors.ts'
import { addMessages } from './add-messages.ts'
import { addPeople } from './add-people.ts'
import { addPhotos } from './add-photos.ts'
import { addPosts, addReposts, archivePosts } from './add-posts.ts'
import { addComments, addFollows, addKept, addLikes } from './add-reactions.ts'
import { finish } from './finish.ts'
import { password, people } from './people.ts'

/**
 * Fills an empty database with a small demo, acting as its people through the pipeline. Returns how to sign in to it, also
 * at later starts; null if the database has other accounts.
 *
 * It may be interrupted anywhere. Each step adds what is missing, and nobody can sign in to an account of the demo before
 * the last step, one transaction, sets all passwords. So if the first person has no password, the demo is continued; if
 * they have one, it is complete and left alone.
 */
export async function fillDemo(
  app: App,
  say: (line: string) => void = () => {},
): Promise<{ usernames: string[]; password: string } | null> {
  const state = await stateOf(app)
  if (state === 'foreign') return null
  if (state !== 'finished') {
    say('Drawing the demo …')
    await fill(app, state)
  }
  return { usernames: people.map(person => person.username), password }
}

async function stateOf(app: App): Promise<'empty' | 'begun' | 'finished' | 'foreign'> {
  const em = app.engine.fork()
  const { username } = people[0] as (typeof people)[number]
  const first = await row<{ finished: boolean }>(
    em,
    sql`select password_hash is not null as finished from users
      where username = ${username} and email = ${`${username}@example.org`}`,
  )
  if (first) return first.finished ? 'finished' : 'begun'
  return (await row(em, sql`select 1 from users limit 1`)) ? 'foreign' : 'empty'
}

async function fill(app: App, state: 'empty' | 'begun') {
  if (state === 'empty') await addPeople(app)
  const actors = await findActors(app)
  await addPhotos(app, actors)
  const posted = await addPosts(app, actors)
  await addFollows(actors)
  await addLikes(actors, posted)
  await addComments(app, actors, posted)
  await addReposts(app, actors, posted)
  await addKept(actors, posted)
  await archivePosts(actors, posted)
  await finish(app, actors, await addMessages(app, actors, posted))
}
