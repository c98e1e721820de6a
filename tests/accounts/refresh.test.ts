import { beforeAll, describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { expireSession, passRefreshGrace } from '#support/people/change-session'
import { anotherDevice, type Person, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { type Answer, ask } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

const app = useApp()
let ann: Person
beforeAll(async () => {
  ann = await person(app, 'ann')
})

const refresh = (refreshToken: unknown) => ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
const me = ({ accessToken: token }: Tokens) => ask(app, 'GET', '/v1/me', { token })
const tokensIn = ({ body }: Answer) => body.tokens as Tokens
const freshTokens = async (of = ann) => (await anotherDevice(app, of)).tokens as Tokens
const sessionOf = ({ refreshToken }: Tokens) => refreshToken.split('.')[0] as string
const denied = { status: 401, body: { code: 'unauthenticated' } }

/** As if the newest refresh token of a session had been given out longer ago than the grace lasts. */
const passGrace = (tokens: Tokens) => passRefreshGrace(app, sessionOf(tokens))

/** As if the token of a number, spent before the last, had been spent so many seconds earlier than it was. */
const ageSpent = (tokens: Tokens, number: number, seconds = 11) =>
  app.query(
    `update session set spent_at = spent_at || jsonb_build_object(?::text,
      (spent_at ->> ?)::timestamptz - ? * interval '1 second') where id = ?`,
    [String(number), String(number), seconds, sessionOf(tokens)],
  )

const numberOf = async (tokens: Tokens) =>
  (
    await app.query<{ number: number }>('select refresh_number as number from session where id = ?', [
      sessionOf(tokens),
    ])
  )[0]?.number

/** The tokens of a session that was refreshed so many times in a row. */
async function chainOf(length: number, of = ann) {
  const chain = [await freshTokens(of)]
  for (let i = 0; i < length; i += 1) chain.push(tokensIn(await refresh(chain.at(-1)?.refreshToken)))
  return chain
}

describe('a refresh token', () => {
  it('is exchanged for new tokens of the same session, and the next one again', async () => {
    const first = await freshTokens()
    const second = tokensIn(await refresh(first.refreshToken))
    const third = tokensIn(await refresh(second.refreshToken))
    expect(new Set([first, second, third].map(tokens => tokens.refreshToken)).size).toBe(3)
    expect(new Set([first, second, third].map(sessionOf)).size).toBe(1)
    for (const tokens of [first, second, third]) expect(await me(tokens)).toMatchObject({ status: 200 })
  })

  it('that is sent twenty times at once has one successor', async () => {
    const first = await freshTokens()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refreshToken)))
    expect(answers.map(answer => answer.status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(answer => tokensIn(answer).refreshToken)).size).toBe(1)
    const [session] = await app.query<{ number: number }>('select refresh_number as number from session where id = ?', [
      sessionOf(first),
    ])
    expect(session).toEqual({ number: 2 })
  })

  it('whose response was lost returns the same successor for ten seconds', async () => {
    const first = await freshTokens()
    const second = tokensIn(await refresh(first.refreshToken))
    expect(tokensIn(await refresh(first.refreshToken)).refreshToken).toBe(second.refreshToken)
    expect(await refresh(second.refreshToken)).toMatchObject({ status: 200 })
  })

  it('that is used again after the grace period ends the session, its access tokens and its sockets', async () => {
    const first = await freshTokens()
    const other = await freshTokens()
    const second = tokensIn(await refresh(first.refreshToken))
    const [mine, others] = await Promise.all([first, other].map(tokens => join(app, 'posts', tokens.accessToken)))
    const closed = mine && disconnected(mine)
    await passGrace(first)
    expect(await refresh(first.refreshToken)).toMatchObject(denied)
    await closed
    for (const tokens of [first, second]) {
      expect(await me(tokens)).toMatchObject(denied)
      expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
    }
    expect(others?.connected).toBe(true)
    expect(await me(other)).toMatchObject({ status: 200 })
  })

  it('that is sent again within ten seconds of its successor being spent returns the newest', async () => {
    const first = await freshTokens()
    const second = tokensIn(await refresh(first.refreshToken))
    const third = tokensIn(await refresh(second.refreshToken))
    for (const late of [first, second, first]) {
      const answer = await refresh(late.refreshToken)
      expect(tokensIn(answer).refreshToken).toBe(third.refreshToken)
      expect(await me(tokensIn(answer))).toMatchObject({ status: 200 })
    }
    expect(await numberOf(first)).toBe(3)
    expect(await refresh(third.refreshToken)).toMatchObject({ status: 200 })
    expect(await me(first)).toMatchObject({ status: 200 })
  })

  it.each([3, 5, 12])(
    'of %i exchanges ago is tolerated while all of them are within the grace period',
    async length => {
      const chain = await chainOf(length)
      const newest = chain.at(-1)?.refreshToken
      for (const tokens of chain.slice(0, -1))
        expect(tokensIn(await refresh(tokens.refreshToken)).refreshToken).toBe(newest)
      expect(await numberOf(chain[0] as Tokens)).toBe(length + 1)
      expect(await refresh(newest)).toMatchObject({ status: 200 })
    },
  )

  it('of an exchange before the grace period ends the session, however recently its successors were spent', async () => {
    const [first, second, third] = (await chainOf(2)) as [Tokens, Tokens, Tokens]
    await ageSpent(first, 1)
    expect(tokensIn(await refresh(second.refreshToken)).refreshToken).toBe(third.refreshToken)
    expect(await refresh(first.refreshToken)).toMatchObject(denied)
    for (const tokens of [second, third]) {
      expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
      expect(await me(tokens)).toMatchObject(denied)
    }
  })

  it('has a grace period that begins when it is first spent: retries do not extend it', async () => {
    const [first, second] = (await chainOf(2)) as [Tokens, Tokens, Tokens]
    await ageSpent(first, 1, 6)
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 200 })
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 200 })
    await ageSpent(first, 1, 6)
    expect(await refresh(first.refreshToken)).toMatchObject(denied)
    expect(await refresh(second.refreshToken)).toMatchObject(denied)
  })

  it('that is sent late by twenty callers together with its successor and the newest leaves one chain of tokens', async () => {
    const chain = await chainOf(2)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => refresh((chain[i % 3] as Tokens).refreshToken)),
    )
    expect(answers.map(answer => answer.status)).toEqual(Array(20).fill(200))
    const given = new Set(answers.map(answer => tokensIn(answer).refreshToken))
    const [third, fourth] = [chain[2]?.refreshToken, tokensIn(await refresh(chain[0]?.refreshToken)).refreshToken]
    expect([...given].filter(token => token !== third && token !== fourth)).toEqual([])
    expect(await numberOf(chain[0] as Tokens)).toBe(4)
    expect(await refresh(fourth)).toMatchObject({ status: 200 })
  })

  it.each(['sign-out', 'sign-out-all'])('that is late after a %s returns nothing', async how => {
    const [first, second, third] = (await chainOf(2, await person(app, 'leaver'))) as [Tokens, Tokens, Tokens]
    await ask(app, 'POST', `/v1/auth/${how}`, { token: third.accessToken })
    for (const tokens of [first, second, third]) expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
  })

  it('that is late returns nothing when the reuse of another has ended the session', async () => {
    const chain = (await chainOf(3)) as [Tokens, Tokens, Tokens, Tokens]
    await ageSpent(chain[0], 1)
    expect(await refresh(chain[0].refreshToken)).toMatchObject(denied)
    for (const tokens of chain) expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
  })

  it('is forgotten after its grace period: a session keeps no list of all spent tokens', async () => {
    const [first, , third] = (await chainOf(2)) as [Tokens, Tokens, Tokens]
    await passGrace(first)
    for (const number of [0, 1]) await ageSpent(first, number)
    await refresh(third.refreshToken)
    const [session] = await app.query<{ spent: object }>('select spent_at as spent from session where id = ?', [
      sessionOf(first),
    ])
    expect(session?.spent).toEqual({})
  })

  it('that a thief and its owner use at the same time leaves at most one chain of tokens', async () => {
    const first = await freshTokens()
    const second = tokensIn(await refresh(first.refreshToken))
    await passGrace(first)
    const answers = await Promise.all([refresh(first.refreshToken), refresh(second.refreshToken)])
    expect(answers[0]).toMatchObject(denied)
    const living = answers.filter(answer => answer.status === 200).map(tokensIn)
    for (const tokens of living) expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
  })

  it('is rejected beside the access token of another user, and both stay valid', async () => {
    const first = await freshTokens()
    const bob = (await person(app, 'bob')).client.tokens as Tokens
    const asking = { body: { refreshToken: first.refreshToken }, token: bob.accessToken }
    expect(await ask(app, 'POST', '/v1/auth/refresh', asking)).toMatchObject(denied)
    expect(await me(bob)).toMatchObject({ status: 200 })
    const own = { ...asking, token: first.accessToken }
    expect(sessionOf(tokensIn(await ask(app, 'POST', '/v1/auth/refresh', own)))).toBe(sessionOf(first))
  })

  it.each(['code', 'profile', 'photo'] as const)('of an unfinished sign-up carries its stage: %s', async stage => {
    const { client } = await signUpAt(app, stage)
    const answer = await refresh(client.tokens?.refreshToken)
    expect(answer).toMatchObject({ status: 200, body: { tokens: { stage } } })
    expect(answer.body.user === null).toBe(stage !== 'photo')
  })

  it('lasts thirty days when unused and ninety at most', async () => {
    const days = (tokens: Tokens) => (Date.parse(tokens.refreshExpiresAt) - Date.now()) / 86_400_000
    const first = await freshTokens()
    expect(days(first)).toBeCloseTo(30, 1)
    await app.query(`update session set created_at = now() - interval '85 days' where id = ?`, [sessionOf(first)])
    const second = tokensIn(await refresh(first.refreshToken))
    expect(days(second)).toBeCloseTo(5, 1)
    await expireSession(app, sessionOf(first))
    expect(await refresh(second.refreshToken)).toMatchObject(denied)
  })

  it('of a suspended account returns nothing', async () => {
    const tokens = await freshTokens(await person(app, 'sue'))
    await app.query(`update users set status = 'suspended' where id = (select user_id from session where id = ?)`, [
      sessionOf(tokens),
    ])
    expect(await refresh(tokens.refreshToken)).toMatchObject(denied)
  })

  it('cannot be derived from what the database holds', async () => {
    const { refreshToken } = await freshTokens()
    const [, , mac = ''] = refreshToken.split('.')
    const [dump] = await app.query<{ row: string }>('select session::text as row from session where id = ?', [
      refreshToken.split('.')[0],
    ])
    expect(dump?.row).not.toContain(mac)
    expect(mac).toHaveLength(43)
  })
})

describe('no session is refreshed by', () => {
  it.each<[string, (tokens: Tokens, other: Tokens) => unknown]>([
    ['an access token', ({ accessToken }) => accessToken.slice(0, 200)],
    [
      'an access token in its place',
      ({ accessToken, refreshToken }) => `${refreshToken.slice(0, 38)}.${accessToken.split('.')[2]}`,
    ],
    ['the next number with the same mac', ({ refreshToken }) => refreshToken.replace('.1.', '.2.')],
    ['a number of long ago', ({ refreshToken }) => refreshToken.replace('.1.', '.0.')],
    ['a number in another spelling', ({ refreshToken }) => refreshToken.replace('.1.', '.01.')],
    ['a number that is none', ({ refreshToken }) => refreshToken.replace('.1.', '.1e0.')],
    ["another session's mac", (mine, other) => [...parts(mine).slice(0, 2), parts(other)[2]].join('.')],
    ['a mac that is cut short', ({ refreshToken }) => refreshToken.slice(0, -4)],
    ['an empty mac', tokens => `${parts(tokens)[0]}.1.`],
    ['no mac', tokens => `${parts(tokens)[0]}.1`],
    ['a session that is none', ({ refreshToken }) => `x${refreshToken.slice(1)}`],
    [
      'a session of nobody',
      ({ refreshToken }) => refreshToken.replace(/^[^.]+/, '01990a4e-7c00-7000-8000-000000000070'),
    ],
    ['dots', () => '..'],
    ['a word', () => 'refresh'],
    ['SQL', () => "' or 1=1--"],
  ])('%s', async (_, forge) => {
    const [mine, other] = await Promise.all([freshTokens(), freshTokens()])
    expect(await refresh(forge(mine, other))).toMatchObject(denied)
    expect(await refresh(mine.refreshToken)).toMatchObject({ status: 200 })
  })

  it.each([[''], [null], [7], [{}], [['x']], ['\0'], ['\ud800'], ['x'.repeat(201)]])('%j', async given => {
    expect(await refresh(given)).toMatchObject({ status: 422, body: { code: 'invalid' } })
  })

  it('a refresh token where an access token belongs', async () => {
    const { refreshToken } = await freshTokens()
    expect(await ask(app, 'GET', '/v1/me', { token: refreshToken })).toMatchObject(denied)
    await expect(join(app, 'posts', refreshToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })
})

const parts = ({ refreshToken }: Tokens) => refreshToken.split('.')
