import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { clientOf, password, person } from '#support/people/people'
import { freshEmail, freshName } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

const available = (username: string) => clientOf(app).call('users.available', { username })
const register = (username: string) =>
  ask(app, 'POST', '/v1/auth/sign-up', { body: { contact: freshEmail(), username, password, fullName: 'Some One' } })
const taken = { available: false, reason: 'is taken' }

describe('a user name', () => {
  it('that nobody has is available, to every caller', async () => {
    const username = freshName()
    expect(await available(username)).toEqual({ available: true, reason: null })
    const ann = await person(app, 'ann')
    expect(await ann.client.call('users.available', { username })).toEqual({ available: true, reason: null })
  })

  it('is taken in every spelling and by every look-alike, as registering it then shows', async () => {
    expect(await register('carol.brown10')).toMatchObject({ status: 201 })
    for (const other of [
      ...['carol.brown10', 'CAROL.Brown10', 'carolbrown10', 'ca_rol.bro_wn10', '_carol_brown10_'],
      ...['car0l.brown10', 'caro1.brown10', 'carol.brovvn10', 'carol.brownl0', 'carol.brownlo', 'carol.brown1o'],
    ]) {
      expect([other, await available(other)]).toEqual([other, taken])
      expect(await register(other)).toMatchObject({ status: 409, body: { fields: { username: 'is taken' } } })
    }
    expect(await register('modern')).toMatchObject({ status: 201 })
    expect(await available('modem')).toEqual(taken)
  })

  it('is available in another spelling to its owner', async () => {
    const ann = await person(app, 'ann')
    const spelled = `${ann.name.slice(0, 2)}.${ann.name.slice(2)}`
    expect(await ann.client.call('users.available', { username: spelled })).toEqual({ available: true, reason: null })
    expect(await available(spelled)).toEqual(taken)
  })

  it.each(['admin', 'adm.in', 'ADMIN', 'r00t', 'supp0rt', '0fficial', 'he1iograph', 'SECURITY_', 'moderat0r'])(
    'that is reserved, or looks so, is not: %s',
    async username => {
      expect(await available(username)).toEqual({ available: false, reason: 'is reserved' })
    },
  )

  it.each([
    'ab',
    '.ann',
    'ann.',
    'a..b',
    'an n',
    'ann-b',
    'änn',
    'аnn' /* Cyrillic */,
    'ａｎｎ',
    'ann\u200b',
    'ann\u202e',
    'x'.repeat(31),
    '🙂🙂🙂',
  ])('that is invalid gets an error that says why: %j', async username => {
    const answer = await available(username)
    expect(answer).toEqual({ available: false, reason: expect.any(String) })
    expect(answer.reason).not.toMatch(/taken|reserved/)
    expect(await register(username)).toMatchObject({ status: 422, body: { fields: { username: answer.reason } } })
  })
})
