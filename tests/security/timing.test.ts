import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { queriesOf } from '#support/database/queries'
import { person } from '#support/people/people'
import { ask } from '#support/transports/http'

// Messages are sent by workers: here their queries would be counted too.
const app = useApp({ env: { WORKERS: 'off' } })

// How long it takes is measured by `npm run bench -- timing`.
describe('known and unknown accounts cost the same number of queries, so that timing reveals nothing,', () => {
  const asked = async (path: string, body: object) => (await queriesOf(() => ask(app, 'POST', path, { body }))).length

  it('when a caller signs in with a wrong password or an unknown name', async () => {
    const ann = await person(app, 'ann')
    const signIn = (login: string) => asked('/v1/auth/sign-in', { login, password: 'not this one' })
    expect(await signIn('nobody.at.all')).toBe(await signIn(ann.name))
    expect(await signIn('nobody@example.org')).toBe(await signIn(`${ann.name}@example.org`))
  })

  it('when a caller asks for a code to reset the password', async () => {
    const bob = await person(app, 'bob')
    const forgot = (contact: string) => asked('/v1/auth/forgot-password', { contact })
    expect(await forgot('nobody@example.org')).toBe(await forgot(`${bob.name}@example.org`))
  })
})
