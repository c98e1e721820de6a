import { describe, expect, it } from 'vitest'
import type { OutputOf, Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { expireSession, leaveUnused } from '#support/people/change-session'
import { anotherDevice, type Person, people, person } from '#support/people/people'
import { headersOf, type Place, signIn, tokensIn } from '#support/people/sign-ins'
import { signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

const app = useApp({ env: { TRUST_PROXY: '1' } })

const idOf = ({ refreshToken }: Tokens) => refreshToken.split('.')[0] as string
const tokensOf = ({ client }: Pick<Person, 'client'>) => client.tokens as Tokens
const list = async (token: string) =>
  (await ask(app, 'GET', '/v1/auth/sessions', { token })).body.items as OutputOf<'auth.sessions'>['items']
const revoke = (token: string, id: string) => ask(app, 'DELETE', `/v1/auth/sessions/${id}`, { token })
const me = (token: string) => ask(app, 'GET', '/v1/me', { token })

describe('the list of sessions', () => {
  it('shows where each session was last seen, and which one is the current one', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const mine = tokensOf(ann)
    await leaveUnused(app, idOf(mine))
    const phone = tokensIn(await signIn(app, { login: ann.name }, { ip: '192.0.2.7', agent: 'curl/8.5.0' }))
    const sessions = await list(phone.accessToken)
    expect(sessions).toMatchObject([
      { id: idOf(phone), device: 'curl', ip: '192.0.2.7', current: true },
      { id: idOf(mine), device: 'node', ip: '127.0.0.1', current: false },
    ])
    expect(Date.parse(sessions[0]?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(sessions[1]?.lastSeenAt ?? ''))
    expect(await list(tokensOf(bob).accessToken)).toMatchObject([{ id: idOf(tokensOf(bob)), current: true }])
  })

  it('shows where a session was last refreshed', async () => {
    const ann = await person(app, 'ann')
    const place: Place = { ip: '203.0.113.4', agent: 'wget/1.21' }
    const { refreshToken } = tokensOf(ann)
    await leaveUnused(app, idOf(tokensOf(ann)))
    await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken }, headers: headersOf(place) })
    const [seen] = await list(tokensOf(ann).accessToken)
    expect(seen).toMatchObject({ device: 'wget', ip: '203.0.113.4' })
    expect(Date.now() - Date.parse(seen?.lastSeenAt ?? '')).toBeLessThan(10_000)
  })

  it('leaves out those that have ended or expired', async () => {
    const ann = await person(app, 'ann')
    const [second, third] = [await anotherDevice(app, ann), await anotherDevice(app, ann)]
    await second.call('auth.signOut', {})
    await expireSession(app, idOf(third.tokens as Tokens))
    expect((await list(tokensOf(ann).accessToken)).map(({ id }) => id)).toEqual([idOf(tokensOf(ann))])
  })

  it('continues where a page ended, with each session once', async () => {
    const ann = await person(app, 'ann')
    for (let i = 0; i < 4; i += 1) await anotherDevice(app, ann)
    const whole = (await list(tokensOf(ann).accessToken)).map(({ id }) => id)
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/v1/auth/sessions?limit=2${cursor && `&cursor=${cursor}`}`
      const { body } = await ask(app, 'GET', path, { token: tokensOf(ann).accessToken })
      pages.push((body.items as { id: string }[]).map(({ id }) => id))
      cursor = body.nextCursor as string | null
    }
    expect(pages.map(page => page.length)).toEqual([2, 2, 1])
    expect(pages.flat()).toEqual(whole)
  })

  it('is available to finished accounts only', async () => {
    const { accessToken } = await signUpAt(app, 'photo')
    expect(await ask(app, 'GET', '/v1/auth/sessions', { token: accessToken })).toMatchObject({ status: 403 })
    expect(await ask(app, 'GET', '/v1/auth/sessions')).toMatchObject({ status: 401 })
  })
})

describe('revoking a session', () => {
  it('stops its tokens and closes its sockets, while other sessions continue', async () => {
    const ann = await person(app, 'ann')
    const phone = (await anotherDevice(app, ann)).tokens as Tokens
    const [mine, theirs] = [
      await join(app, 'users', tokensOf(ann).accessToken),
      await join(app, 'users', phone.accessToken),
    ]
    const closed = disconnected(theirs)
    expect(await revoke(tokensOf(ann).accessToken, idOf(phone))).toMatchObject({ status: 200, body: {} })
    await closed
    expect(await me(phone.accessToken)).toMatchObject({ status: 401 })
    const body = { refreshToken: phone.refreshToken }
    expect(await ask(app, 'POST', '/v1/auth/refresh', { body })).toMatchObject({ status: 401 })
    expect(mine.connected).toBe(true)
    expect(await me(tokensOf(ann).accessToken)).toMatchObject({ status: 200 })
  })

  it('may name the current session', async () => {
    const ann = await person(app, 'ann')
    const { accessToken } = tokensOf(ann)
    expect(await revoke(accessToken, idOf(tokensOf(ann)))).toMatchObject({ status: 200 })
    expect(await me(accessToken)).toMatchObject({ status: 401 })
  })

  it('of another user, or one that has ended or never existed, is not found', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { accessToken } = tokensOf(ann)
    const ended = (await anotherDevice(app, ann)).tokens as Tokens
    await revoke(accessToken, idOf(ended))
    const answers = []
    for (const id of [idOf(tokensOf(bob)), idOf(ended), '01990a4e-7c00-7000-8000-000000000070', ann.id])
      answers.push(await revoke(accessToken, id))
    for (const answer of answers) expect(answer).toMatchObject({ status: 404, text: answers[0]?.text })
    expect(await me(tokensOf(bob).accessToken)).toMatchObject({ status: 200 })
  })

  it.each(['x', '1', '%00', "'or'1'='1"])('rejects an id such as %s', async id => {
    const ann = await person(app, 'ann')
    expect(await revoke(tokensOf(ann).accessToken, encodeURIComponent(id))).toMatchObject({ status: 422 })
  })
})
