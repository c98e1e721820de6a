import type { Transport } from '#client'
import type { TestApp } from '#support/app/use-app'
import { makePrivate } from '#support/people/change-account'
import { people } from './people.ts'

/** A private account with a follower, a user with a pending request, and a stranger. */
export async function aroundPrivateAccount(app: TestApp, transport: Transport = 'http') {
  const [owner, follower, pending, stranger] = await people(
    app,
    ['owner', 'follower', 'pending', 'stranger'],
    transport,
  )
  await follower.client.call('users.follow', { username: owner.name })
  await makePrivate(app, owner)
  await pending.client.call('users.follow', { username: owner.name })
  return { owner, follower, pending, stranger }
}
