import type { Door } from '#client'
import type { TestApp } from './app.ts'
import { people } from './people.ts'

/** A private account and those who stand around it: one who follows it, one whose request waits, and a stranger. */
export async function aroundPrivateAccount(app: TestApp, door: Door = 'http') {
  const [owner, follower, pending, stranger] = await people(app, ['owner', 'follower', 'pending', 'stranger'], door)
  await follower.client.call('users.follow', { username: owner.name })
  await app.query('update users set is_private = true where id = ?', [owner.id])
  await pending.client.call('users.follow', { username: owner.name })
  return { owner, follower, pending, stranger }
}
