import { describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { messageTo } from '#support/messages/mailbox'
import { makeModerator } from '#support/people/change-account'
import { markEnded, passRefreshGrace } from '#support/people/change-session'
import { anotherDevice, clientOf, type Person, password, person } from '#support/people/people'
import { securityTold } from '#support/people/sign-ins'
import { ask } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

const app = useApp()

const idOf = ({ refreshToken }: Tokens) => refreshToken.split('.')[0] as string
const tokensOf = ({ client }: Pick<Person, 'client'>) => client.tokens as Tokens
const refresh = ({ refreshToken }: Tokens) => ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
const me = ({ accessToken: token }: Tokens) => ask(app, 'GET', '/v1/me', { token })
const denied = { status: 401, body: { code: 'unauthenticated' } }

/** Time passes for a session: it is as if everything about it were so many days older. */
const passDays = (tokens: Tokens, days: number) =>
  app.query(
    `update session set created_at = created_at - days, refreshed_at = refreshed_at - days,
      last_seen_at = last_seen_at - days, expires_at = expires_at - days
      from (select ? * interval '1 day' as days) passed where id = ?`,
    [days, idOf(tokens)],
  )

describe('a session', () => {
  it('continues while it is refreshed within thirty days, for ninety days at most', async () => {
    let tokens = tokensOf(await person(app, 'ann'))
    for (const days of [29, 29, 29]) {
      await passDays(tokens, days)
      const answer = await refresh(tokens)
      expect(answer).toMatchObject({ status: 200 })
      tokens = answer.body.tokens as Tokens
    }
    await passDays(tokens, 3)
    expect(await refresh(tokens)).toMatchObject(denied)
    expect(await me(tokens)).toMatchObject(denied)
  })

  it('ends when it has not been refreshed for thirty days', async () => {
    const tokens = tokensOf(await person(app, 'ann'))
    await passDays(tokens, 30)
    expect(await refresh(tokens)).toMatchObject(denied)
    expect(await me(tokens)).toMatchObject(denied)
    await expect(join(app, 'posts', tokens.accessToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })

  it('is removed ninety days after its end, and until then its device counts as known', async () => {
    const ann = await person(app, 'ann')
    const [recent, long] = [(await anotherDevice(app, ann)).tokens, (await anotherDevice(app, ann)).tokens] as [
      Tokens,
      Tokens,
    ]
    await markEnded(app, idOf(recent), 89)
    await markEnded(app, idOf(long), 91)
    await app.engine.transact(async ctx => ctx.enqueue('rows.expire', {}))
    const kept = await until(
      () => app.query<{ id: string }>('select id from session where user_id = ? order by id', [ann.id]),
      sessions => sessions.length === 2,
    )
    expect(kept.map(({ id }) => id)).toEqual([idOf(tokensOf(ann)), idOf(recent)])
  })
})

describe('a refresh token that is used again', () => {
  it('is reported to the owner once, on their other devices and by mail', async () => {
    const ann = await person(app, 'ann')
    const other = await anotherDevice(app, ann)
    const heard = await hear(other, 'notification.created')
    const stolen = tokensOf(ann)
    const next = (await refresh(stolen)).body.tokens as Tokens
    await passRefreshGrace(app, idOf(stolen))
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(stolen)))
    for (const answer of answers) expect(answer).toMatchObject(denied)
    expect(await refresh(next)).toMatchObject(denied)
    await until(
      async () => heard.length,
      count => count > 0,
    )
    expect(heard.map(({ payload }) => payload.notification.security?.what)).toEqual(['token_reused'])
    const told = await securityTold(app, other.tokens?.accessToken ?? '')
    expect(told.map(({ what }) => what)).toEqual(['token_reused'])
    await messageTo(app, `${ann.name}@example.org`, 'We ended a session of your Heliograph account')
  })
})

describe.each([
  ['deleted', (ann: Person) => ann.client.call('users.delete', { currentPassword: password })],
  [
    'given another password',
    (ann: Person) =>
      ann.client.call('auth.changePassword', { currentPassword: password, newPassword: 'another long passphrase' }),
  ],
  ['suspended', (ann: Person) => suspend(ann)],
] as const)('an account that is %s', (_, act) => {
  it('loses every session, token and socket at once', async () => {
    const ann = await person(app, 'ann')
    const other = (await anotherDevice(app, ann)).tokens as Tokens
    const mine = tokensOf(ann)
    const sockets = [await join(app, 'users', mine.accessToken), await join(app, 'posts', other.accessToken)]
    const closed = Promise.all(sockets.map(disconnected))
    const began = performance.now()
    await act(ann)
    await closed
    expect(performance.now() - began).toBeLessThan(1000)
    for (const tokens of [mine, other]) {
      expect(await me(tokens)).toMatchObject(denied)
      expect(await refresh(tokens)).toMatchObject(denied)
      await expect(join(app, 'users', tokens.accessToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    }
  })
})

async function suspend({ name }: Person) {
  const moderator = await person(app, 'mod')
  await makeModerator(app, moderator)
  const client = clientOf(app)
  await client.signIn(moderator.name, password)
  await client.call('moderation.suspend', { username: name, reason: 'spam' })
}
