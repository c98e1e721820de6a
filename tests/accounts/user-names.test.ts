import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { clientOf, password, person } from '#support/people/people'
import { freshEmail, freshName, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

const register = (username: unknown) =>
  ask(app, 'POST', '/v1/auth/sign-up', { body: { contact: freshEmail(), username, password, fullName: 'Some One' } })
const countUsers = async () => (await app.query<{ n: number }>('select count(*)::int as n from users'))[0]?.n ?? 0
const taken = { status: 409, body: { code: 'conflict', fields: { username: 'is taken' } } }

describe('a user name', () => {
  it('that fifty register at once goes to exactly one of them, whatever its spelling', async () => {
    const before = await countUsers()
    const spellings = ['goldfinch', 'Goldfinch', 'gold.finch', 'GOLD_FINCH', '_gold.finch_']
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => register(spellings[i % spellings.length])))
    expect(answers.map(answer => answer.status).sort()).toEqual([201, ...Array(49).fill(409)])
    expect(answers.find(answer => answer.status === 409)).toMatchObject(taken)
    expect(await countUsers()).toBe(before + 1)
  })

  it('that ten sign-ups complete with at once goes to exactly one, and the others may choose another', async () => {
    const rivals = await Promise.all(Array.from({ length: 10 }, () => signUpAt(app, 'profile')))
    const username = freshName('prize')
    const complete = (token: string, name: string) =>
      ask(app, 'POST', '/v1/auth/complete', { token, body: { username: name, password, fullName: 'Ri Val' } })
    const answers = await Promise.all(rivals.map(({ accessToken }) => complete(accessToken, username)))
    expect(answers.map(answer => answer.status).sort()).toEqual([200, ...Array(9).fill(409)])
    const loser = rivals[answers.findIndex(answer => answer.status === 409)]
    expect(await complete(loser?.accessToken ?? '', freshName())).toMatchObject({
      body: { tokens: { stage: 'photo' } },
    })
  })

  it('is taken in every spelling: case, dots and underscores make no new name', async () => {
    await person(app, 'blue.tit')
    const [{ username } = { username: '' }] = await app.query<{ username: string }>(
      `select username from users where username like 'blue.tit%'`,
    )
    const plain = username.replace('.', '')
    for (const other of [username.toUpperCase(), plain, plain.replace('blue', 'b_l_u_e'), `_${plain}_`, `_${plain}`])
      expect(await register(other)).toMatchObject(taken)
  })

  it('is stored in lower case and found in any case', async () => {
    const username = freshName('Wren')
    const { client } = await signUpAt(app, 'profile')
    const made = await client.call('auth.complete', { username, password, fullName: 'Wren' })
    expect(made.user?.username).toBe(username.toLowerCase())
    await client.call('auth.skipPhoto', {})
    const found = await clientOf(app).call('users.get', { username: username.toUpperCase() })
    expect(found.id).toBe(made.user?.id)
  })

  it.each([
    ...['', 'ab', '.ann', 'ann.', 'a..b', 'an n', 'ann\n', 'ann-b', 'ann@b', 'ann/b', 'ann%00', '../ann', '<b>ann</b>'],
    ...[
      'änn',
      'аnn' /* Cyrillic */,
      'ａｎｎ',
      'ſam',
      '\u212aelvin',
      'İan',
      'ann\u200b',
      'ann\u202e',
      'a\u0301nn',
      'ann\0',
      '𝒶𝓃𝓃',
    ],
    ...["' or 1=1--", '$$', '__proto__ ', 'ann🙂'],
  ])('is rejected when it is %j', async username => {
    const answer = await register(username)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', fields: { username: expect.any(String) } } })
  })

  it.each([
    ['no text', 7],
    ['an object', { $ne: null }],
    ['a list', ['ann']],
    ['31 characters', 'a'.repeat(31)],
  ])('is rejected when it is %s', async (_, username) => {
    expect(await register(username)).toMatchObject({ status: 422, body: { code: 'invalid' } })
  })

  it.each(['...a', '___', '_.__'])('of nothing but dots and underscores is rejected: %s', async username => {
    expect([409, 422]).toContain((await register(username)).status)
  })
})

describe('a reserved name', () => {
  it.each(['admin', 'Admin', 'a.d.m.i.n', '_root_', 'SUPPORT', 'helio_graph', 'deleted', 'null', 'moderator', 'me_'])(
    'is unavailable: %s',
    async username => {
      expect(await register(username)).toMatchObject({
        status: 409,
        body: { code: 'conflict', fields: { username: 'is reserved' } },
      })
    },
  )

  const ofObjects = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']
  it.each([...ofObjects, '_proto_', 'PROTO', 'C.o.n.s.t.r.u.c.t.o.r', 'c0nstruct0r', 'va1ue_of', 't0String'])(
    'is a property of every object, in any spelling: %s',
    async username => {
      expect(await register(username)).toMatchObject({
        status: 409,
        body: { code: 'conflict', fields: { username: 'is reserved' } },
      })
      expect(await clientOf(app).call('users.available', { username })).toEqual({
        available: false,
        reason: 'is reserved',
      })
    },
  )

  it('stays with an account that had it before it was reserved', async () => {
    const { client, username } = await signUpAt(app, 'photo')
    await client.call('auth.skipPhoto', {})
    await app.query(`update users set username = '__proto__', skeleton = 'proto' where username = ?`, [username])
    const device = clientOf(app)
    await device.signIn('__proto__', password)
    expect(await device.call('users.update', { bio: 'Still here' })).toMatchObject({ username: '__proto__' })
    expect(await clientOf(app).call('users.get', { username: '__PROTO__' })).toMatchObject({ bio: 'Still here' })
    expect((await device.call('users.search', { q: '__proto__' })).items).toMatchObject([{ username: '__proto__' }])
    await device.call('users.update', { username: freshName() })
    await expect(device.call('users.update', { username: '__proto__' })).rejects.toMatchObject({
      fields: { username: 'is reserved' },
    })
  })

  it('is every first segment of a path that the server or the web page uses', async () => {
    const web = readFileSync(join(import.meta.dirname, '../../web/src/app.tsx'), 'utf8')
    const pages = [...web.matchAll(/path: '\/([\w-]+)/g)].map(match => match[1] as string)
    const files = readdirSync(join(import.meta.dirname, '../../web/public'))
    const own = ['docs', 'media', 'dev', 'assets', 'healthz', 'readyz', 'metrics', 'openapi.json', 'asyncapi.json']
    const words = new Set(
      [...pages, ...files, ...own, 'index.html', 'socket.io', 'v1'].map(word => word.replaceAll('-', '_')),
    )
    expect(pages).toContain('sign-in')
    for (const word of words) {
      const answer = await register(word.length < 3 ? word.padEnd(3, '_') : word)
      expect([word, answer.status, answer.body.code]).toEqual([word, 409, 'conflict'])
    }
  })
})
