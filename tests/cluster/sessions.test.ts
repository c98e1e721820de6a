import { beforeAll, describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { useCluster } from '#support/cluster/use-cluster'
import { makeModerator } from '#support/people/change-account'
import { passRefreshGrace } from '#support/people/change-session'
import { anotherDevice, type Person, password, person } from '#support/people/people'
import { ask } from '#support/transports/http'
import { next, plainSocket } from '#support/transports/plain-socket'

const cluster = useCluster()
const { a, b } = cluster
let moderator: Person
beforeAll(async () => {
  moderator = await person(a, 'mod')
  await makeModerator(a, moderator)
})

const tokensOf = ({ client }: Pick<Person, 'client'>) => client.tokens as Tokens
const newPassword = 'another long passphrase'

/** What ends sessions, done on the first node; `all` says whether it ends those of every device. */
const acts: [string, boolean, (ann: Person, phone: Tokens) => Promise<unknown>][] = [
  [
    'revoking its session',
    false,
    ({ client }, { refreshToken }) =>
      client.call('auth.revokeSession', { sessionId: refreshToken.split('.')[0] as string }),
  ],
  ['signing out everywhere', true, ({ client }) => client.call('auth.signOutAll', {})],
  [
    'changing the password',
    true,
    ({ client }) => client.call('auth.changePassword', { currentPassword: password, newPassword }),
  ],
  ['deleting the account', true, ({ client }) => client.call('users.delete', { currentPassword: password })],
  [
    'suspending the account',
    true,
    ({ name }) => moderator.client.call('moderation.suspend', { username: name, reason: 'spam' }),
  ],
  [
    'using a refresh token again',
    false,
    async (_, { refreshToken }) => {
      const refresh = () => ask(a, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
      await refresh()
      await passRefreshGrace(a, refreshToken.split('.')[0])
      expect(await refresh()).toMatchObject({ status: 401 })
    },
  ],
]

function closes() {
  it.each(acts)(
    '%s closes sockets on the other node and stops its token there, within a second',
    async (_, all, act) => {
      const ann = await person(a, 'ann')
      const phone = await anotherDevice(a, ann)
      const tokens = phone.tokens as Tokens
      const socket = plainSocket(b, { client: phone }, 'messages')
      const own = plainSocket(b, ann, 'messages')
      await Promise.all([next(socket, 'connect'), next(own, 'connect')])
      const mine = tokensOf(ann)
      const closed = [next(socket, 'disconnect'), ...(all ? [next(own, 'disconnect')] : [])]
      await act(ann, tokens)
      const began = performance.now()
      await Promise.all(closed)
      expect(performance.now() - began).toBeLessThan(1100)
      expect(await ask(b, 'GET', '/v1/me', { token: tokens.accessToken })).toMatchObject({ status: 401 })
      expect(await ask(b, 'GET', '/v1/me', { token: mine.accessToken })).toMatchObject({ status: all ? 401 : 200 })
      if (!all) expect(own.connected).toBe(true)
    },
  )
}

describe('with Redis', closes)

describe('while Redis is away', () => {
  beforeAll(() => cluster.stopRedis())
  closes()
})
