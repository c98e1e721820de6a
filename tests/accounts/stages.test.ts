import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespaces, type Operation, operations } from '#contract'
import { startApp, type TestApp } from '#support/app'
import { until } from '#support/events'
import { ask } from '#support/http'
import { type SignUp, signUpAt, type Unfinished } from '#support/sign-ups'
import { join } from '#support/sockets'

const stages = ['code', 'profile', 'photo'] as const

let app: TestApp
let people: Record<Unfinished, SignUp>
beforeAll(async () => {
  app = await startApp()
  const [code, profile, photo] = await Promise.all(stages.map(stage => signUpAt(app, stage)))
  people = { code, profile, photo } as typeof people
})
afterAll(() => app.close())

const all = Object.entries<Operation>(operations)
const overHttp = all.filter(([, { http, access }]) => http !== null && access !== 'public')
const forUsers = overHttp.filter(([, { access }]) => access === 'user').map(([name]) => name)
const forSignedIn = overHttp.map(([name]) => name)

/** Calls an operation with the input of its example. */
function callExample(name: string, token?: string) {
  const { http, example } = operations[name as keyof typeof operations] as Operation
  const [method = '', template = ''] = (http ?? '').split(' ')
  const input = example.input as Record<string, unknown>
  const path = template.replaceAll(/\{(\w+)\}/g, (_, field: string) => String(input[field]))
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: input }
  return ask(app, method, path, { ...(token !== undefined && { token }), ...body })
}

describe.each(stages)('with a token of the stage %s', stage => {
  it.each(forUsers)('%s is forbidden, and the answer says which stage is next', async name => {
    const answer = await callExample(name, people[stage].accessToken)
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden', fields: { stage } } })
    expect(answer.body.detail).toContain(stage)
  })

  it.each(namespaces)('the namespace /%s is not joined, and the refusal says which stage is next', async namespace => {
    const refused = join(app, namespace, people[stage].accessToken)
    await expect(refused).rejects.toMatchObject({ data: { code: 'forbidden', fields: { stage } } })
  })

  it('what anybody may see can still be seen', async () => {
    const answer = await ask(app, 'GET', '/v1/users/nobody', { token: people[stage].accessToken })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('without a token', () => {
  it.each(forSignedIn)('%s asks for one', async name => {
    const answer = await callExample(name)
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })
})

describe('an unfinished sign-up', () => {
  it('is nobody whom others can find', async () => {
    const { username } = people.photo
    expect(await ask(app, 'GET', `/v1/users/${username}`)).toMatchObject({ status: 404 })
  })

  it('once finished may do everything, with an older token too: rights are the account’s, not the token’s', async () => {
    const { client, accessToken } = await signUpAt(app, 'photo')
    await client.call('auth.skipPhoto', {})
    await until(
      () => ask(app, 'GET', '/v1/me', { token: accessToken }),
      answer => answer.status === 200,
    )
  })
})
