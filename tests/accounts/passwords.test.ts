import { describe, expect, it } from 'vitest'
import { hashAsInProduction } from '#support/app/cheap-argon2'
import { useApp } from '#support/app/use-app'
import { clientOf, newestCode, person } from '#support/people/people'
import { freshEmail, freshName, freshPhone, signUpAt } from '#support/people/sign-ups'
import { type Answer, ask } from '#support/transports/http'

const app = useApp()

type Names = { username?: string; fullName?: string; contact?: string }
const signUpWith = (password: unknown, names: Names = {}) =>
  ask(app, 'POST', '/v1/auth/sign-up', {
    body: { contact: freshEmail(), username: freshName(), fullName: 'Hal', ...names, password },
  })
const refusedIn = (field: string) => ({
  status: 422,
  body: { code: 'invalid', fields: { [field]: expect.any(String) } },
})
const named = (value: unknown): [string, unknown] => [JSON.stringify(value), value]

describe('a password', () => {
  const rejected: [string, unknown][] = [
    ...['', 's', 'seven77', 'NUL \0 inside', 'lone \ud800 surrogate', 12345678, {}, ['a list of eight']].map(named),
    ['four emoji, eight to the language', '🔑🗝🐚🐟'],
    ['129 characters long', 'a'.repeat(129)],
    ['200,000 characters long', 'a'.repeat(200_000)],
  ]
  it.each(rejected)('is rejected when it is %s', async (_, password) => {
    expect(await signUpWith(password)).toMatchObject(refusedIn('password'))
  })

  it('of a million characters is rejected before anything is hashed', async () => {
    const answer = await signUpWith('a'.repeat(1_000_000))
    expect([413, 422]).toContain(answer.status)
  })

  it.each([
    ['eight characters', 'q8#kzy!w', 'q8#kzy!'],
    ['spaces around', '  spaces around  ', 'spaces around'],
    ['emoji', '🔑🗝🔐🔒🐚🐟🦀🌊', '🔑🗝🔐🔒🐚🐟🦀🌀'],
    ['capital letters', 'Kap Finisterre', 'kap finisterre'],
    ['64 characters', 'r'.repeat(64), 'r'.repeat(63)],
    ['more than 72 bytes', `${'q'.repeat(72)}tail`, 'q'.repeat(72)],
    ['more than 72 bytes of emoji', `${'🌊'.repeat(20)}tail`, `${'🌊'.repeat(20)}tall`],
    ['128 characters', 'p'.repeat(128), 'p'.repeat(127)],
  ])('with %s is compared exactly', async (_, password, other) => {
    const username = freshName()
    expect(await signUpWith(password, { username })).toMatchObject({ status: 201 })
    await expect(clientOf(app).signIn(username, other)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await clientOf(app).signIn(username, password)).toMatchObject({ tokens: { stage: 'code' } })
  })

  it('is stored as an Argon2id hash of at least 19 MiB and two passes, which no response shows', async () => {
    hashAsInProduction()
    const username = freshName()
    const { text } = await signUpWith('a passphrase of mine', { username })
    const [row] = await app.query<{ hash: string }>('select password_hash as hash from users where username = ?', [
      username,
    ])
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(text).not.toMatch(/argon|passphrase/)
    const ann = await person(app, 'ann')
    expect(JSON.stringify(await ann.client.call('users.me', {}))).not.toMatch(/argon|hash/i)
    expect(await app.query(`select id from task where payload::text ~ 'argon|passphrase'`)).toEqual([])
  })

  it.each([
    'password',
    'password1',
    'PassWord1',
    'Password123!',
    ' password ',
    'ｐａｓｓｗｏｒｄ',
    'qwertyuiop',
    'iloveyou',
    '12345678',
    'trustno1',
    'football!2026',
    'Heliograph1',
  ])('that many people use is rejected: %s', async password => {
    expect(await signUpWith(password)).toMatchObject(refusedIn('password'))
  })

  const ann = { username: 'ann.adamson', fullName: 'Ánn-Marie van der Berghe', contact: 'a.adamsons@example.org' }
  it.each([
    ['the user name', 'ann.adamson'],
    ['the user name with other letters large', 'Ann.AdamSon'],
    ['the user name and a year', 'ann.adamson1990'],
    ['the user name without its dot', 'annadamson!!'],
    ['the full name', 'Ánn-Marie van der Berghe'],
    ['the full name without spaces', 'ánnmarievanderberghe'],
    ['a word of the full name', 'berghe2026'],
    ['the email address', 'a.adamsons@example.org'],
    ['what stands before its @', 'A.Adamsons'],
  ])('that is %s is rejected', async (_, password) => {
    expect(await signUpWith(password, ann)).toMatchObject(refusedIn('password'))
  })

  it('that is the phone number is rejected, with its plus and without', async () => {
    const contact = freshPhone()
    for (const password of [contact, contact.slice(1)])
      expect(await signUpWith(password, { contact })).toMatchObject(refusedIn('password'))
  })

  it('that only contains a name or a common word is accepted', async () => {
    const username = freshName('harriet')
    const password = `${username} keeps a password in a lighthouse`
    expect(await signUpWith(password, { username })).toMatchObject({ status: 201 })
  })
})

describe('the same rules apply to a password', () => {
  const common = 'password123'

  it('that completes a sign-up, whose address counts as a name', async () => {
    const { accessToken, contact } = await signUpAt(app, 'profile', `hollyhock-${freshName()}@example.org`)
    const complete = (password: string) =>
      ask(app, 'POST', '/v1/auth/complete', {
        token: accessToken,
        body: { username: freshName(), password, fullName: 'Holly Hocking' },
      })
    for (const password of [common, 'hocking1999', contact, contact.split('@')[0] ?? ''])
      expect(await complete(password)).toMatchObject(refusedIn('password'))
    expect(await complete('a lamp in the window')).toMatchObject({ status: 200 })
  })

  it('that replaces another', async () => {
    const { client, name } = await person(app, 'pimpernel')
    const change = (newPassword: string): Promise<Answer> =>
      ask(app, 'POST', '/v1/auth/change-password', {
        token: client.tokens?.accessToken ?? '',
        body: { currentPassword: 'a long enough passphrase', newPassword },
      })
    for (const password of [common, `${name}!`, `${name}@example.org`, 'short', 'x'.repeat(129)])
      expect(await change(password)).toMatchObject(refusedIn('newPassword'))
    expect(await change('a lamp in the window')).toMatchObject({ status: 200 })
  })

  it('that is set with a code, which still works for a better one', async () => {
    const { contact, username } = await signUpAt(app, 'photo')
    await clientOf(app).call('auth.forgotPassword', { contact })
    const code = await newestCode(app, contact)
    const reset = (newPassword: string) =>
      ask(app, 'POST', '/v1/auth/reset-password', { body: { contact, code, newPassword } })
    for (const password of [common, contact, `${username}!!!!`, 'Somebody1'])
      expect(await reset(password)).toMatchObject(refusedIn('newPassword'))
    expect(await reset('a lamp in the window')).toMatchObject({ status: 200, body: {} })
  })
})
