import { describe, expect, it } from 'vitest'
import type { ApiError } from '#core/pipeline/errors'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { deleteSessions } from '#support/people/change-session'
import { type Person, password, person } from '#support/people/people'
import { authenticatorCode, securityTold, signIn } from '#support/people/sign-ins'
import { ask } from '#support/transports/http'

const app = useApp()

const tokenOf = ({ client }: Person) => client.tokens?.accessToken ?? ''
const post = (ann: Person, path: string, body: object) =>
  ask(app, 'POST', `/v1/auth/totp/${path}`, { token: tokenOf(ann), body })
const begin = (ann: Person, currentPassword: string = password) => post(ann, 'begin', { currentPassword })
const needed = { status: 401, body: { code: 'unauthenticated', fields: { totp: 'is needed' } } }
const wrong = { status: 401, body: { code: 'unauthenticated', fields: { totp: 'is wrong' } } }
const in_ = { status: 200, body: { tokens: { stage: 'done' } } }

/** Somebody whose account needs an authenticator, which was confirmed a step ago. */
async function guarded(on = app) {
  const ann = await person(on, 'ann')
  const { secret } = await ann.client.call('auth.totpBegin', { currentPassword: password })
  const { recoveryCodes } = await ann.client.call('auth.totpConfirm', { code: authenticatorCode(secret, -1) })
  return { ...ann, secret, recoveryCodes }
}

const signInWith = ({ name }: Person, totp?: unknown) =>
  signIn(app, { login: name, ...(totp !== undefined && { totp }) })
const whatTold = async (ann: Person) => (await securityTold(app, tokenOf(ann))).map(({ what }) => what)
/** The time passes after which the next code is shown. */
const passStep = ({ id }: Person) => app.query('update totp set last_step = last_step - 2 where user_id = ?', [id])

describe('setting up an authenticator', () => {
  it('returns a secret and its address, takes effect with the first code, and is notified', async () => {
    const ann = await person(app, 'ann')
    const begun = await begin(ann)
    const { secret = '', uri = '' } = begun.body as { secret?: string; uri?: string }
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(uri).toContain(`otpauth://totp/Heliograph:${ann.name}?issuer=Heliograph&secret=${secret}`)
    expect(await signInWith(ann)).toMatchObject(in_)
    expect(await ask(app, 'GET', '/v1/me', { token: tokenOf(ann) })).toMatchObject({ body: { totp: false } })

    const confirmed = await post(ann, 'confirm', { code: authenticatorCode(secret) })
    const { recoveryCodes = [] } = confirmed.body as { recoveryCodes?: string[] }
    expect(recoveryCodes).toHaveLength(10)
    for (const code of recoveryCodes) expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(await ask(app, 'GET', '/v1/me', { token: tokenOf(ann) })).toMatchObject({ body: { totp: true } })
    expect(await signInWith(ann)).toMatchObject(needed)
    expect(await whatTold(ann)).toContain('totp_enabled')
  })

  it('needs the current password', async () => {
    const ann = await person(app, 'ann')
    for (const given of ['not this one', ''])
      expect(await begin(ann, given)).toMatchObject({
        status: 403,
        body: { fields: { currentPassword: expect.any(String) } },
      })
    expect(await app.query('select 1 from totp where user_id = ?', [ann.id])).toEqual([])
  })

  it('that is begun again returns another secret, and the previous one stops working', async () => {
    const ann = await person(app, 'ann')
    const { secret: first = '' } = (await begin(ann)).body as { secret?: string }
    const { secret: second = '' } = (await begin(ann)).body as { secret?: string }
    expect(second).not.toBe(first)
    expect(await post(ann, 'confirm', { code: authenticatorCode(first) })).toMatchObject({ status: 422 })
    expect(await post(ann, 'confirm', { code: authenticatorCode(second) })).toMatchObject({ status: 200 })
  })

  it('fails with a code of another time, when none was begun and when one is active already', async () => {
    const ann = await person(app, 'ann')
    expect(await post(ann, 'confirm', { code: '123456' })).toMatchObject({ status: 409 })
    const { secret = '' } = (await begin(ann)).body as { secret?: string }
    for (const steps of [-4, 4])
      expect(await post(ann, 'confirm', { code: authenticatorCode(secret, steps) })).toMatchObject({
        status: 422,
        body: { fields: { code: expect.any(String) } },
      })
    await post(ann, 'confirm', { code: authenticatorCode(secret) })
    expect(await post(ann, 'confirm', { code: authenticatorCode(secret) })).toMatchObject({ status: 409 })
    expect(await begin(ann)).toMatchObject({ status: 409 })
  })

  it('that was begun an hour ago has to be begun again', async () => {
    const ann = await person(app, 'ann')
    const { secret = '' } = (await begin(ann)).body as { secret?: string }
    await app.query(`update totp set created_at = now() - interval '61 minutes' where user_id = ?`, [ann.id])
    expect(await post(ann, 'confirm', { code: authenticatorCode(secret) })).toMatchObject({ status: 409 })
  })
})

describe('signing in with an authenticator', () => {
  it('asks for its code only after the right password, so that nobody learns who has one', async () => {
    const ann = await guarded()
    expect(await signInWith(ann)).toMatchObject(needed)
    expect(await signInWith(ann, '')).toMatchObject(needed)
    const answer = await signIn(app, { login: ann.name, password: 'not this one', totp: authenticatorCode(ann.secret) })
    expect(answer).toMatchObject({ status: 401 })
    expect(answer.body.fields).toBeUndefined()
    expect(await signInWith(ann, authenticatorCode(ann.secret))).toMatchObject(in_)
  })

  it('accepts the code of this step, the one before and the one after', async () => {
    for (const steps of [0, 1]) {
      const ann = await guarded()
      expect(await signInWith(ann, authenticatorCode(ann.secret, steps))).toMatchObject(in_)
    }
    const ann = await guarded()
    await passStep(ann)
    expect(await signInWith(ann, authenticatorCode(ann.secret, -1))).toMatchObject(in_)
    const bob = await guarded()
    for (const steps of [-4, 4])
      expect(await signInWith(bob, authenticatorCode(bob.secret, steps))).toMatchObject(wrong)
  })

  it('accepts a code once, even when it comes many times at the same time, and no older one', async () => {
    const ann = await guarded()
    const code = authenticatorCode(ann.secret, 1)
    const answers = await Promise.all(Array.from({ length: 8 }, () => signInWith(ann, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)])
    expect(await signInWith(ann, code)).toMatchObject(wrong)
    expect(await signInWith(ann, authenticatorCode(ann.secret))).toMatchObject(wrong)
  })

  it('rejects the code that confirmed it', async () => {
    const ann = await person(app, 'ann')
    const { secret = '' } = (await begin(ann)).body as { secret?: string }
    const code = authenticatorCode(secret)
    await post(ann, 'confirm', { code })
    expect(await signInWith(ann, code)).toMatchObject(wrong)
  })

  it('accepts each recovery code once, however it is typed', async () => {
    const ann = await guarded()
    const [first = '', second = ''] = ann.recoveryCodes
    expect(await signInWith(ann, first)).toMatchObject(in_)
    expect(await signInWith(ann, first)).toMatchObject(wrong)
    const typed = second.toUpperCase().replaceAll('-', ' ')
    const answers = await Promise.all(Array.from({ length: 5 }, () => signInWith(ann, typed)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(4).fill(401)])
    const [kept] = await app.query<{ left: number }>(
      'select jsonb_array_length(recovery) as left from totp where user_id = ?',
      [ann.id],
    )
    expect(kept?.left).toBe(8)
  })

  it('rejects the codes of other accounts', async () => {
    const [ann, bob] = [await guarded(), await guarded()]
    for (const totp of [authenticatorCode(bob.secret), ...bob.recoveryCodes.slice(0, 2)])
      expect(await signInWith(ann, totp)).toMatchObject(wrong)
  })

  it.each(['000000x', '12345', '1234567', '------', '٤٢٣١٢٣', '０００００0', "' or 1=1--", '%', '{}', 'null'])(
    'rejects %j',
    async totp => {
      const ann = await guarded()
      expect(await signInWith(ann, totp)).toMatchObject(wrong)
    },
  )

  it.each([[{ $ne: null }], [['123456']], [123456], ['x'.repeat(21)], ['\0']])(
    'rejects %j as malformed',
    async totp => {
      const ann = await guarded()
      expect(await signInWith(ann, totp)).toMatchObject({ status: 422 })
    },
  )
})

describe('wrong codes', () => {
  it('count as tries: neither they nor a missing code reset the count', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '1' } }))
    const ann = await guarded(strict)
    await deleteSessions(strict, ann)
    const statuses = []
    for (let i = 0; i < 6; i += 1)
      statuses.push((await signIn(strict, { login: ann.name, ...(i % 2 === 0 && { totp: '000000' }) })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('are limited to twenty a day, from anywhere, for a caller who knows the password', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '1' } }))
    const ann = await guarded(strict)
    const known = ['192.0.2.1', '192.0.2.2', '192.0.2.3']
    await strict.query(
      `insert into session (user_id, ip, expires_at) select ?, unnest(?::text[]), now() + interval '1 day'`,
      [ann.id, `{${known}}`],
    )
    const answers = []
    for (let i = 0; i < 22; i += 1) {
      const from = { ip: known[Math.floor(i / 10)] ?? '', userAgent: '', connectionId: null }
      // As a transport calls that has let the call in: a few a minute may sign in at all.
      const answer = await strict
        .run('auth.signIn', { login: ann.name, password, totp: '000000' }, { viewer: null, from, admitted: true })
        .catch((error: ApiError) => error.code)
      answers.push(answer)
    }
    expect(answers).toEqual([...Array(20).fill('unauthenticated'), 'rate_limited', 'rate_limited'])
  })
})

describe('disabling the authenticator', () => {
  const disable = (ann: Person, totp?: string, currentPassword: string = password) =>
    post(ann, 'disable', { currentPassword, ...(totp !== undefined && { totp }) })

  it('needs the password and a code, is notified, and lets the password alone sign in', async () => {
    const ann = await guarded()
    const code = () => authenticatorCode(ann.secret)
    expect(await disable(ann)).toMatchObject({ status: 403, body: { fields: { totp: 'is needed' } } })
    expect(await disable(ann, '000000')).toMatchObject({ status: 403, body: { fields: { totp: 'is wrong' } } })
    expect(await disable(ann, code(), 'not this one')).toMatchObject({
      status: 403,
      body: { fields: { currentPassword: expect.any(String) } },
    })
    expect(await signInWith(ann)).toMatchObject(needed)
    expect(await disable(ann, code())).toMatchObject({ status: 200, body: {} })
    expect(await signInWith(ann)).toMatchObject(in_)
    expect(await whatTold(ann)).toEqual(expect.arrayContaining(['totp_disabled', 'totp_enabled']))
    expect(await disable(ann, code())).toMatchObject({ status: 409 })
  })

  it('is possible with a recovery code', async () => {
    const ann = await guarded()
    expect(await disable(ann, ann.recoveryCodes[3])).toMatchObject({ status: 200 })
  })
})

it('neither the secret nor the recovery codes can be derived from what is stored or logged', async () => {
  const ann = await guarded()
  const tables = ['totp', 'task', 'log_entry', 'notification', 'mail']
  for (const table of tables) {
    const dump = JSON.stringify(await app.query(`select row_to_json(t)::text as row from ${table} t`))
    for (const secret of [ann.secret, ...ann.recoveryCodes]) {
      expect(dump).not.toContain(secret)
      expect(dump).not.toContain(secret.replaceAll('-', ''))
    }
  }
})
