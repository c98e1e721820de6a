import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { clientOf, newestCode, password, person } from '#support/people/people'
import { freshEmail, freshName, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

/** Has accounts made so many hours earlier, and everything expired that is due. */
async function waitAndExpire(hours: number, ...contacts: string[]) {
  await app.query(`update users set created_at = created_at - ? * interval '1 hour' where email = any(?)`, [
    hours,
    `{${contacts.join(',')}}`,
  ])
  const [before] = await app.query<{ generation: number }>(`select generation from task where job = 'rows.expire'`)
  await app.engine.transact(async ctx => ctx.enqueue('rows.expire', {}))
  // Done, it asks for itself again in ten minutes.
  await until(
    () =>
      app.query<{ later: boolean }>(
        `select run_at > now() + interval '5 minutes' as later from task where job = 'rows.expire'`,
      ),
    ([job]) => job?.later === true,
  )
  return before
}
const left = async (contact: string) =>
  (await app.query('select id from users where email = ?', [contact])).length === 1

it('a sign-up whose address is not verified within a day is removed with its session and its names', async () => {
  const contact = freshEmail()
  const username = freshName('squat')
  const client = clientOf(app)
  await client.signUp({ contact, username, password, fullName: 'Una Proven' })
  await waitAndExpire(23, contact)
  expect(await left(contact)).toBe(true)
  expect(await clientOf(app).call('users.available', { username })).toEqual({ available: false, reason: 'is taken' })
  await waitAndExpire(2, contact)
  expect(await left(contact)).toBe(false)
  expect(await clientOf(app).call('users.available', { username })).toEqual({ available: true, reason: null })
  await expect(clientOf(app).signIn(username, password)).rejects.toMatchObject({ code: 'unauthenticated' })
  const heir = clientOf(app)
  await heir.signUp({ contact: freshEmail(), username, password, fullName: 'An Other' })
})

it.each(['profile', 'photo'] as const)(
  'a verified sign-up that stops at the stage %s is kept for a week',
  async stage => {
    const { contact, client } = await signUpAt(app, stage)
    await waitAndExpire(6 * 24, contact)
    expect(await left(contact)).toBe(true)
    await waitAndExpire(25, contact)
    expect(await left(contact)).toBe(false)
    const refreshToken = client.tokens?.refreshToken ?? ''
    expect(await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })).toMatchObject({ status: 401 })
    await until(
      () => ask(app, 'POST', '/v1/auth/skip-photo', { token: client.tokens?.accessToken ?? '' }),
      answer => answer.status === 401,
    )
  },
)

it('a finished account is kept, however old', async () => {
  const ann = await person(app, 'ann')
  await waitAndExpire(24 * 3650, `${ann.name}@example.org`)
  expect(await left(`${ann.name}@example.org`)).toBe(true)
})

it('a sign-up that continues while others expire is kept', async () => {
  const { contact, client } = await signUpAt(app, 'profile')
  await client.call('auth.complete', { username: freshName(), password, fullName: 'Just In Time' })
  await client.call('auth.skipPhoto', {})
  await waitAndExpire(24 * 8, contact)
  expect(await left(contact)).toBe(true)
  expect(await newestCode(app, contact)).toMatch(/^\d{6}$/)
})
