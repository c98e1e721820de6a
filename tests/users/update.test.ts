import { expect, it } from 'vitest'
import type { CallOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent } from '#support/events/next-event'
import { ageRename } from '#support/people/change-account'
import { crowd, inside } from '#support/people/crowd'
import { anotherDevice, clientOf, type Person, people, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const rowOf = async ({ id }: Pick<Person, 'id'>) =>
  (await app.query<object>('select * from users where id = ?', [id]))[0]
const update = ({ client }: Person, input: CallOf<'users.update'>) => client.call('users.update', input)

overBothTransports('a profile', transport => {
  it('changes in the given fields only, for everybody at once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const about = { fullName: 'Ann Ng', bio: 'Sea, mostly.\nAnd "light".', website: 'https://ann.example.org/a?b=c#d' }
    const before = await ann.client.call('users.me', {})
    expect(await update(ann, about)).toEqual({ ...before, ...about })
    expect(await update(ann, { pronouns: 'she/her' })).toEqual({ ...before, ...about, pronouns: 'she/her' })
    expect(await ann.client.call('users.me', {})).toEqual({ ...before, ...about, pronouns: 'she/her' })
    const seen = await bob.client.call('users.get', { username: ann.name })
    expect(seen).toMatchObject({ ...about, pronouns: 'she/her', username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    expect((await bob.client.call('posts.get', { postId })).author.fullName).toBe('Ann Ng')
    expect(await update(ann, { bio: '', website: '', pronouns: '' })).toMatchObject({ bio: '', website: '' })
  })

  it('notifies each device of its owner of a change once, and nobody else', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const phone = await anotherDevice(app, ann, transport)
    const heard = await Promise.all([ann.client, phone, bob.client].map(client => hear(client, 'account.changed')))
    const told = nextEvent(phone, 'account.changed')
    const { id, username, photo, isPrivate, isVerified } = await update(ann, { fullName: 'Ann of the Sea', bio: 'Hi' })
    const user = { id, username, fullName: 'Ann of the Sea', photo, isPrivate, isVerified }
    expect(await told).toEqual({ user })
    await caughtUp(app, [ann, bob], 'users')
    expect(heard.map(list => list.map(({ payload }) => payload))).toEqual([[{ user }], [{ user }], []])
  })

  it('that is set to its current values changes nothing and notifies nobody', async () => {
    const ann = await person(app, 'ann', transport)
    const about = { fullName: 'Ann', bio: 'Hello', isPrivate: true }
    await update(ann, about)
    const [before, head] = [await rowOf(ann), await headOf(app, ann.id, 'users')]
    for (const again of [{}, about, { bio: 'Hello' }, { isPrivate: true }, { username: ann.name.toUpperCase() }]) {
      expect(await update(ann, again)).toEqual(await ann.client.call('users.me', {}))
    }
    expect([await rowOf(ann), await headOf(app, ann.id, 'users')]).toEqual([before, head])
  })

  it('ignores fields that are not part of a profile', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const before = (await rowOf(ann)) as Record<string, unknown>
    const more = {
      ...{ id: bob.id, role: 'moderator', isVerified: true, is_verified: true, isAdmin: true, status: 'deleted' },
      ...{ stage: 'code', email: bob.name, phone: '+441632960001', verifiedAt: null, passwordHash: 'x', password: 'y' },
      ...{ createdAt: '2000-01-01T00:00:00.000Z', counts: { posts: 9, followers: 9, following: 9 }, followerCount: 9 },
      ...{
        followersCount: 9,
        isLarge: true,
        counted: false,
        deletedAt: null,
        photo: { key: 'x' },
        photoMediaId: bob.id,
      },
      ...{ skeleton: 'x', search: 'x', totp: true, viewer: { relation: 'following' } },
    }
    expect(await update(ann, { bio: 'Only this', ...more } as CallOf<'users.update'>)).toMatchObject({ id: ann.id })
    expect(await rowOf(ann)).toEqual({ ...before, bio: 'Only this' })
    // The same as raw text, with members such as `__proto__`.
    const raw = `{"bio":"And this","__proto__":{"role":"moderator"},"constructor":{"role":"moderator"},"role":"moderator"}`
    const token = ann.client.tokens?.accessToken ?? ''
    expect((await ask(app, 'PATCH', '/v1/me', { token, body: raw })).status).toBe(200)
    expect(await rowOf(ann)).toEqual({ ...before, bio: 'And this' })
  })

  it('is rejected whole when one field is invalid, which is named', async () => {
    const ann = await person(app, 'ann', transport)
    const before = await rowOf(ann)
    const wrong: CallOf<'users.update'>[] = [
      ...['ab', 'a'.repeat(31), 'with space', '.dot', 'dot.', 'a..b', '\u0430dmin', 'ann\u202e', ''].map(username => ({
        username,
      })),
      ...[' ', 'a\0b', '\u202eevil', 'zero\u200bwidth', 'x'.repeat(61), '\ud800'].map(fullName => ({ fullName })),
      ...['x'.repeat(151), 'a\0b', '\udc00'].map(bio => ({ bio })),
      ...['javascript:alert(1)', 'ftp://example.org', 'example.org', 'https://', `https://${'a'.repeat(200)}`].map(
        website => ({ website }),
      ),
      ...['x'.repeat(41), '\u202e', 'a\0b'].map(pronouns => ({ pronouns })),
      ...[null, 'yes', 1].map(isPrivate => ({ isPrivate: isPrivate as unknown as boolean })),
    ]
    for (const input of wrong) {
      const field = Object.keys(input)[0] ?? ''
      await expect(
        update(ann, { bio: 'Changed', pronouns: 'they', ...input }),
        JSON.stringify(input),
      ).rejects.toMatchObject({
        code: 'invalid',
        fields: { [field]: expect.any(String) },
      })
    }
    expect(await rowOf(ann)).toEqual(before)
  })

  it('keeps text as written', async () => {
    const ann = await person(app, 'ann', transport)
    for (const bio of [
      '<script>alert(1)</script>',
      "' OR 1=1--",
      '%_\\ $$ {{7*7}}',
      'مرحبا 👩\u200d👩\u200d👧 ok',
      '\u0085 C1',
    ]) {
      expect((await update(ann, { bio })).bio).toBe(bio)
    }
  })
})

overBothTransports('a user name', transport => {
  it('can be changed: the new one finds its owner, the old one nobody', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const renamed = `New.${ann.name}`
    expect(await update(ann, { username: renamed })).toMatchObject({ id: ann.id, username: renamed.toLowerCase() })
    expect(await bob.client.call('users.get', { username: renamed })).toMatchObject({ id: ann.id })
    await expect(bob.client.call('users.get', { username: ann.name })).rejects.toMatchObject({ code: 'not_found' })
    const device = clientOf(app)
    expect((await device.signIn(renamed, 'a long enough passphrase')).user).toMatchObject({ id: ann.id })
    expect(await rowOf(ann)).toMatchObject({ search: expect.stringContaining(renamed.toLowerCase()) })
  })

  it('that is given up is reserved for its owner for two weeks, and then free', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const [first, second] = [`first.${ann.name}`, `second.${ann.name}`]
    await update(ann, { username: first })
    await update(ann, { username: second })
    const taken = { code: 'conflict', fields: { username: 'is taken' } }
    await expect(update(bob, { username: `${ann.name}_` })).rejects.toMatchObject(taken)
    expect(await bob.client.call('users.available', { username: ann.name })).toMatchObject({ available: false })
    expect(await ann.client.call('users.available', { username: ann.name })).toMatchObject({ available: true })
    // Only the name people knew is reserved: nobody reserves many by taking one after the other.
    expect(await update(bob, { username: first })).toMatchObject({ username: first })
    expect(await update(ann, { username: ann.name })).toMatchObject({ username: ann.name })
    await update(ann, { username: second })
    await expect(update(bob, { username: ann.name })).rejects.toMatchObject(taken)
    await ageRename(app, ann, 14)
    expect(await update(bob, { username: ann.name })).toMatchObject({ id: bob.id, username: ann.name })
    await expect(update(ann, { username: ann.name })).rejects.toMatchObject(taken)
  })

  it('that is taken back is reserved for another two weeks when it is given up again', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const other = `other.${ann.name}`
    await update(ann, { username: other })
    await ageRename(app, ann, 13)
    await update(ann, { username: ann.name })
    await update(ann, { username: other })
    await ageRename(app, ann, 13)
    const taken = { code: 'conflict', fields: { username: 'is taken' } }
    await expect(update(bob, { username: ann.name })).rejects.toMatchObject(taken)
    // Two weeks later people know the other one, and that is reserved.
    await ageRename(app, ann, 2)
    await update(ann, { username: ann.name })
    await expect(update(bob, { username: other })).rejects.toMatchObject(taken)
    await ageRename(app, ann, 14)
    expect(await update(bob, { username: other })).toMatchObject({ id: bob.id })
  })

  it('can be respelled by its owner only', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const spellings = [`${ann.name}_`, ann.name.replace('ann', 'a.n.n'), ann.name.replace('a', 'A_')]
    for (const username of [ann.name, ann.name.toUpperCase(), ...spellings]) {
      await expect(update(bob, { username, bio: 'Mine' }), username).rejects.toMatchObject({
        code: 'conflict',
        fields: { username: 'is taken' },
      })
    }
    for (const username of spellings) {
      expect(await update(ann, { username })).toMatchObject({ id: ann.id, username: username.toLowerCase() })
    }
    for (const username of ['admin', 'a.d.m.i.n', 'explore']) {
      await expect(update(bob, { username })).rejects.toMatchObject({
        code: 'conflict',
        fields: { username: expect.any(String) },
      })
    }
    expect(await bob.client.call('users.me', {})).toMatchObject({ username: bob.name, bio: '' })
  })
})

it('one of many users who take one name at once gets it', async () => {
  const everybody = await crowd(app, 30)
  const taken = await Promise.allSettled(
    everybody.map(({ viewer }, i) =>
      app.run('users.update', { username: i % 2 === 0 ? 'wanted.by.all' : 'WantedByAll' }, { viewer, from: inside }),
    ),
  )
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of taken) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
  expect(await app.query("select 1 from users where skeleton = 'wantedbyall'")).toHaveLength(1)
})

it('the search text of a user follows both names', async () => {
  const ann = await person(app, 'ann')
  const search = async () => ((await rowOf(ann)) as { search: string }).search
  await update(ann, { fullName: 'Éva Müller' })
  expect(await search()).toBe(`${ann.name} eva muller`)
  await update(ann, { username: `eva.${ann.name}` })
  expect(await search()).toBe(`eva.${ann.name} eva muller`)
  await update(ann, { fullName: 'ﷺ'.repeat(60) })
  expect([...(await search())]).toHaveLength(400)
})

it('a profile can be updated only by the owner of a finished account', async () => {
  expect((await ask(app, 'PATCH', '/v1/me', { body: { bio: 'x' } })).status).toBe(401)
  const { accessToken } = await signUpAt(app, 'photo')
  const answer = await ask(app, 'PATCH', '/v1/me', { token: accessToken, body: { bio: 'x' } })
  expect([answer.status, answer.body]).toMatchObject([403, { code: 'forbidden', fields: { stage: 'photo' } }])
})
