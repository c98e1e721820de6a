import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { person } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('the error of a field', transport => {
  it('is worded so that the user who typed the value understands it', async () => {
    const { client } = await person(app, 'ann', transport)
    const call = client.call as (name: string, input: unknown) => Promise<unknown>
    const postId = '01a1fe4c-1bca-7f90-befd-f601b0803256'
    const cases: [string, object, object][] = [
      ['users.update', { bio: 'x'.repeat(151) }, { bio: 'must have at most 150 characters' }],
      ['users.update', { username: 'ab' }, { username: 'must have at least 3 characters' }],
      ['users.update', { fullName: 7 }, { fullName: 'must be a text' }],
      ['users.update', { isPrivate: 'yes' }, { isPrivate: 'must be true or false' }],
      [
        'users.report',
        { kind: 'page', id: postId, reason: 'spam' },
        { kind: 'must be user, post, comment, or message' },
      ],
      ['comments.create', { postId }, { text: 'is needed' }],
      ['comments.create', { postId, text: '' }, { text: 'must not be empty' }],
      ['posts.like', { postId: 'first' }, { postId: 'must be a UUID' }],
      ['posts.like', { postId: postId.toUpperCase() }, { postId: 'must be in lower case' }],
      ['posts.create', { mediaIds: postId }, { mediaIds: 'must be a list' }],
      ['posts.create', { mediaIds: Array(11).fill(postId) }, { mediaIds: 'must have at most 10 entries' }],
      ['posts.create', { location: { name: 'x', latitude: 91 } }, { 'location.latitude': 'must be 90 or less' }],
      ['notifications.read', { upTo: 'noon' }, { upTo: 'must be a time such as 2026-05-04T09:30:00.000Z' }],
      ['messages.read', { conversationId: postId, seq: 1.5 }, { seq: 'must be a whole number' }],
    ]
    for (const [name, input, fields] of cases) {
      const detail = Object.entries(fields).flat().join(' ')
      await expect(call(name, input), name).rejects.toMatchObject({ code: 'invalid', fields, detail })
    }
  })
})
