import { expect, test } from 'vitest'
import { skeletonOf } from '#domain/accounts/user-names'
import { useApp } from '#support/app/use-app'
import { type Person, people, signedUp } from '#support/people/people'
import { signIn } from '#support/people/sign-ins'

const app = useApp()

/** The rows of an account in a table, without what differs from one account to the next. */
async function rowsOf({ id, name }: Person, table: string, key: string) {
  const rows = await app.query<Record<string, unknown>>(`select * from ${table} where ${key} = ?`, [id])
  const known = rows.map(row => Object.entries(row).map(([column, value]) => [column, likeness(value, id, name)]))
  return known
    .map(columns => Object.fromEntries(columns))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
}

function likeness(value: unknown, id: string, name: string) {
  if (value instanceof Date) return 'a time'
  if (value === id) return 'the account'
  if (typeof value !== 'string') return value
  if (/^[0-9a-f]{8}-/.test(value)) return 'an id'
  if (value.startsWith('$argon2id$')) return 'a hash'
  return value.replaceAll(name, 'the name').replaceAll(skeletonOf(name), 'the name')
}

test('people of the tests are those who have signed up', async () => {
  const [written, other] = await people(app, ['person', 'person'])
  const real = await signedUp(app, 'person')
  expect(other.name).not.toBe(written.name)
  expect(await rowsOf(written, 'users', 'id')).toEqual(await rowsOf(real, 'users', 'id'))
  expect(await rowsOf(written, 'log_head', 'user_id')).toEqual(await rowsOf(real, 'log_head', 'user_id'))
  expect(await rowsOf(written, 'session', 'user_id')).toEqual(await rowsOf(real, 'session', 'user_id'))
  for (const each of [written, other, real]) {
    const { user } = await each.client.call('auth.refresh', { refreshToken: each.client.tokens?.refreshToken ?? '' })
    expect(user).toMatchObject({ id: each.id, username: each.name, fullName: 'person' })
    expect((await signIn(app, { login: each.name })).status).toBe(200)
  }
})
