import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { markDeleted, suspend } from '#support/people/change-account'
import { ageCodes } from '#support/people/change-code'
import { clientOf, password } from '#support/people/people'
import { signIn } from '#support/people/sign-ins'
import { freshEmail, freshName, freshPhone, type SignUp, signUpAt } from '#support/people/sign-ups'

const app = useApp()
let ann: SignUp
let bob: SignUp
beforeAll(async () => {
  ann = await signUpAt(app, 'photo')
  bob = await signUpAt(app, 'photo', freshPhone())
  await Promise.all([ann, bob].map(({ client }) => client.call('auth.skipPhoto', {})))
})

describe('signing in', () => {
  it('works by user name and by email in any case, and by phone with or without spaces', async () => {
    const annSpelled = [
      ann.username,
      ann.username.toUpperCase(),
      ann.contact,
      ann.contact.toUpperCase(),
      ` ${ann.contact} `,
    ]
    for (const login of annSpelled)
      expect(await signIn(app, { login })).toMatchObject({ status: 200, body: { user: { username: ann.username } } })
    const spaced = bob.contact.replace(/^(\+44)(\d{4})/, '$1 $2 ')
    for (const login of [bob.username, bob.contact, spaced])
      expect(await signIn(app, { login })).toMatchObject({ status: 200, body: { user: { username: bob.username } } })
  })

  it('continues an unverified sign-up by its name or its address', async () => {
    const [contact, username] = [freshEmail(), freshName()]
    await clientOf(app).signUp({ contact, username, password, fullName: 'Cy' })
    for (const login of [contact, username])
      expect(await signIn(app, { login })).toMatchObject({
        status: 200,
        body: { tokens: { stage: 'code' }, user: null },
      })
  })

  it('by an address reaches the account that has verified it, even when others have begun a sign-up with it', async () => {
    const other = 'another long passphrase'
    await ageCodes(app, ann.contact, 61)
    await clientOf(app).signUp({ contact: ann.contact, username: freshName(), password: other, fullName: 'Eve' })
    const begun = await signIn(app, { login: ann.contact, password: other })
    expect(begun).toMatchObject({ status: 200, body: { tokens: { stage: 'code' }, user: null } })
    expect(await signIn(app, { login: ann.contact })).toMatchObject({ body: { user: { username: ann.username } } })
  })

  it('begins a session of its own each time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(app, { login: ann.username })))
    const tokens = answers.map(({ body }) => (body.tokens as { refreshToken: string }).refreshToken)
    expect(new Set(tokens.map(token => token.split('.')[0])).size).toBe(5)
  })

  it('responds the same whatever is wrong and whatever the state of the account', async () => {
    const names = await Promise.all(['suspended', 'deleted', 'none'].map(() => signUpAt(app, 'photo')))
    const [suspended, deleted, long] = names.map(({ username }) => username)
    await suspend(app, { username: suspended })
    await markDeleted(app, { username: deleted })
    await markDeleted(app, { username: long }, 31)
    const wrong = { password: 'not this one' }
    const answers = [
      await signIn(app, { login: freshName() }),
      await signIn(app, { login: freshEmail() }),
      await signIn(app, { login: freshPhone() }),
      await signIn(app, { login: ann.username, ...wrong }),
      await signIn(app, { login: ann.contact, ...wrong }),
      await signIn(app, { login: ann.username, ...wrong, totp: '123456', deviceToken: 'x' }),
      await signIn(app, { login: suspended, ...wrong }),
      await signIn(app, { login: deleted, ...wrong }),
      await signIn(app, { login: long }),
      await signIn(app, { login: (await signUpAt(app, 'profile')).contact }),
    ]
    const [first] = answers
    expect(first).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    for (const { status, text, headers } of answers) {
      expect([status, text, Object.keys(headers).sort()]).toEqual([
        401,
        first?.text,
        Object.keys(first?.headers ?? {}).sort(),
      ])
    }
  })

  it('with the right password says that the account is suspended, or deleted and until when that can be undone', async () => {
    const [sue, del] = await Promise.all([signUpAt(app, 'photo'), signUpAt(app, 'photo')])
    await suspend(app, sue)
    await app.query(`update users set status = 'deleted', deleted_at = '2999-01-01' where username = ?`, [del.username])
    expect(await signIn(app, { login: sue.username })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: 'This account is suspended.', fields: { account: 'suspended' } },
    })
    expect(await signIn(app, { login: del.username })).toMatchObject({
      status: 403,
      body: {
        code: 'forbidden',
        detail: 'This account is deleted; until 2999-01-31 users.undelete takes that back.',
        fields: { account: 'deleted', until: '2999-01-31T00:00:00.000Z' },
      },
    })
  })

  it.each([
    ["' or 1=1--", "' or 1=1--"],
    ['%', '%'],
    ['_______', '\\'],
    ['deleted', 'deleted'],
    ['null', 'null'],
    ['__proto__', '__proto__'],
    ['ann\ud83d', 'x'],
    ['ann\0', 'x'],
    ['', 'x'],
    ['   ', 'x'],
    ['@', 'x'],
    ['+', 'x'],
    ['+1', 'x'],
    [`${'a'.repeat(250)}@x`, 'x'],
    [{ $ne: null }, { $ne: null }],
    [['ann'], ['x']],
    [7, 7],
    [null, null],
    [true, true],
  ])('rejects the login %j', async (login, given) => {
    const answer = await signIn(app, { login, password: given })
    expect([401, 422]).toContain(answer.status)
    expect(answer.body.tokens).toBeUndefined()
  })
})
