import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type Event, entity, events, type Operation, operations, profile, user } from '#contract'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { clientOf, people } from '#support/people/people'

type Schema = { properties?: Record<string, unknown> }

/** Everything that is sent to clients: the output of each operation, and each event. */
const told: [string, z.ZodType][] = [
  ...Object.entries<Operation>(operations).map(([name, { output }]): [string, z.ZodType] => [name, output]),
  ...Object.entries<Event>(events).map(([name, { payload }]): [string, z.ZodType] => [name, payload]),
]
/** The field names of each object within, however deep. */
function objectsIn(schema: z.ZodType): string[][] {
  const found: string[][] = []
  JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }), (_, value: Schema | null) => {
    if (value && typeof value === 'object' && value.properties) found.push(Object.keys(value.properties))
    return value
  })
  return found
}

describe('nothing more than card and profile of a user is sent to others', () => {
  const shown = new Set([...Object.keys(user.shape), ...Object.keys(profile.shape)])
  const isMention = (fields: string[]) => fields.join() === Object.keys(entity.shape).join()
  const isOwn = (name: string) => name === 'users.me' || name === 'users.update'

  test.for(told.filter(([name]) => !isOwn(name)))('by %s', ([, schema]) => {
    // A mention shows no more than the text around it.
    const people = objectsIn(schema).filter(fields => fields.includes('username') && !isMention(fields))
    expect(people.flat().filter(field => !shown.has(field))).toEqual([])
  })

  test('except to the user, by their own account', () => {
    const own = Object.keys(operations['users.me'].output.shape).filter(field => !shown.has(field))
    expect(own.sort()).toEqual(['email', 'phone', 'role', 'totp'])
    expect(operations['users.update'].output).toBe(operations['users.me'].output)
  })

  test.each([
    ['email', ['users.me', 'users.update']],
    ['phone', ['users.me', 'users.update']],
    ['totp', ['users.me', 'users.update']],
    // The user's own sessions, and events of their own account.
    ['ip', ['auth.sessions', 'notifications.list', 'notification.created', 'activity.mine']],
    ['device', ['auth.sessions', 'notifications.list', 'notification.created', 'activity.mine']],
  ])('%s is sent to its own user only', (field, names) => {
    const telling = told.filter(([, schema]) => objectsIn(schema).some(fields => fields.includes(field)))
    expect(telling.map(([name]) => name).sort()).toEqual([...names].sort())
  })
})

describe('a viewer of another user', () => {
  const app = useApp()

  it('learns nothing of their address, role, sessions or settings', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const heard = await hear(bob.client, 'message.received', 'notification.created', 'feed.post', 'follow.changed')
    await bob.client.call('users.follow', { username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await bob.client.call('posts.like', { postId })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, text: 'Hi' })
    const seen = [
      await bob.client.call('users.get', { username: ann.name }),
      await clientOf(app).call('users.get', { username: ann.name }),
      await bob.client.call('posts.get', { postId }),
      await bob.client.call('posts.likers', { postId }),
      await bob.client.call('users.posts', { username: ann.name }),
      await bob.client.call('feed.home', {}),
      await bob.client.call('conversations.list', {}),
      await bob.client.call('messages.list', { conversationId }),
      await bob.client.call('notifications.list', {}),
      heard.map(({ payload }) => payload),
    ]
    expect(seen).toHaveLength(10)
    const [row] = await app.query<{ password: string; session: string }>(
      'select password_hash as password, session.id as session from users join session on user_id = users.id where users.id = ?',
      [ann.id],
    )
    const text = JSON.stringify(seen)
    for (const secret of [`${ann.name}@example.org`, row?.password ?? '', row?.session ?? '', 'argon2', '127.0.0.1']) {
      expect(text.includes(secret), secret).toBe(false)
    }
    expect((await ann.client.call('users.me', {})).email).toBe(`${ann.name}@example.org`)
    expect(JSON.stringify(seen)).not.toMatch(
      /"(email|phone|role":"(user|moderator)|settings|skeleton|search|totp|stage)"/,
    )
  })
})
