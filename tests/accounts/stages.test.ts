import { beforeAll, describe, expect, it } from 'vitest'
import { namespaces } from '#contract'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { password } from '#support/people/people'
import { freshName, type SignUp, signUpAt, type Unfinished } from '#support/people/sign-ups'
import { photo } from '#support/photos/photo'
import { contractOperations, type Json, operationOf, requestOf } from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'
import { join } from '#support/transports/sockets'

const stages = ['code', 'profile', 'photo'] as const

const app = useApp()
let people: Record<Unfinished, SignUp>
beforeAll(async () => {
  const [code, profile, photo] = await Promise.all(stages.map(stage => signUpAt(app, stage)))
  people = { code, profile, photo } as typeof people
})

const overHttp = contractOperations.filter(([, { http, access }]) => http !== null && access !== 'public')
const forFinished = overHttp
  .filter(([, { access }]) => access === 'user' || access === 'moderator')
  .map(([name]) => name)
const forSignedIn = overHttp.map(([name]) => name)

/** Calls an operation with the input of its example. */
function callExample(name: string, token?: string) {
  const operation = operationOf(name)
  const { method, path, ...rest } = requestOf(operation, operation.example.input as Json)
  return ask(app, method, path, { ...(token !== undefined && { token }), ...rest })
}

/** A photo as a form, with its type. */
async function form() {
  const file = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(file), await photo(), Buffer.from('\r\n--x--\r\n')])
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=x' } }
}

it('an unfinished sign-up can use only the operations of sign-up and sign-out', () => {
  const forStages = overHttp.filter(([, { access }]) => access === 'stage').map(([name]) => name)
  expect(forStages.sort()).toEqual([
    ...['auth.complete', 'auth.resendCode', 'auth.signOut', 'auth.signOutAll', 'auth.skipPhoto', 'auth.verify'],
    'users.setPhoto',
  ])
})

describe.each(stages)('with a token of the stage %s', stage => {
  it.each(forFinished)('%s is forbidden, and the response says which stage is next', async name => {
    const answer = await callExample(name, people[stage].accessToken)
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden', fields: { stage } } })
    expect(answer.body.detail).toContain(stage)
  })

  it('a photo upload is rejected, for a post and, before its stage, for the profile', async () => {
    const asking = { token: people[stage].accessToken, ...(await form()) }
    const upload = await ask(app, 'POST', '/v1/media', asking)
    expect(upload).toMatchObject({ status: 403, body: { code: 'forbidden', fields: { stage } } })
    if (stage === 'photo') return
    expect(await ask(app, 'PUT', '/v1/me/photo', asking)).toMatchObject({ status: 403, body: { fields: { stage } } })
    expect(
      await app.query('select 1 from media where owner_id = (select id from users where email = ?)', [
        people[stage].contact,
      ]),
    ).toEqual([])
  })

  it('a later step is rejected, and the sign-up stays at its stage', async () => {
    const later = {
      code: [
        ['auth.complete', { username: freshName(), password, fullName: 'X' }],
        ['auth.skipPhoto', {}],
      ],
      profile: [['auth.skipPhoto', {}]],
      photo: [],
    } as const
    for (const [name, input] of later[stage]) {
      const { method, path, ...rest } = requestOf(operationOf(name), input as Json)
      const answer = await ask(app, method, path, { token: people[stage].accessToken, ...rest })
      expect([403, 409]).toContain(answer.status)
    }
    const [row] = await app.query('select stage from users where email = ?', [people[stage].contact])
    expect(row).toEqual({ stage })
  })

  it.each(namespaces)('the namespace /%s cannot be joined, and the error says which stage is next', async namespace => {
    const rejected = join(app, namespace, people[stage].accessToken)
    await expect(rejected).rejects.toMatchObject({ data: { code: 'forbidden', fields: { stage } } })
  })

  it('public data can still be read', async () => {
    const answer = await ask(app, 'GET', '/v1/users/nobody', { token: people[stage].accessToken })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('without a token', () => {
  it.each(forSignedIn)('%s asks for a token', async name => {
    const answer = await callExample(name)
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })
})

describe('an unfinished sign-up', () => {
  it('cannot be found by others', async () => {
    const { username } = people.photo
    expect(await ask(app, 'GET', `/v1/users/${username}`)).toMatchObject({ status: 404 })
  })

  it('may do everything once finished, even with an older token: rights belong to the account, not to the token', async () => {
    const { client, accessToken } = await signUpAt(app, 'photo')
    await client.call('auth.skipPhoto', {})
    await until(
      () => ask(app, 'GET', '/v1/me', { token: accessToken }),
      answer => answer.status === 200,
    )
  })
})
