import { describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import { useApp } from '#support/app/use-app'
import { allMessagesTo, messageTo, type SentMessage } from '#support/messages/mailbox'
import { markDeleted } from '#support/people/change-account'
import { ageCodes } from '#support/people/change-code'
import { clientOf, newestCode, password } from '#support/people/people'
import { freshEmail, freshName, freshPhone, signUpAt } from '#support/people/sign-ups'
import { type Answer, ask } from '#support/transports/http'

const app = useApp()

const signUp = (body: object) => ask(app, 'POST', '/v1/auth/sign-up', { body })
const verify = async (token: string, contact: string) =>
  ask(app, 'POST', '/v1/auth/verify', { token, body: { code: await newestCode(app, contact) } })
const tokenIn = ({ body }: Answer) => (body.tokens as { accessToken: string }).accessToken

describe.each([
  ['an email address', freshEmail],
  ['a phone number', freshPhone],
] as const)('signing up with %s that another account has verified', (_, freshContact) => {
  const owned = async () => {
    const contact = freshContact()
    const owner = await signUpAt(app, 'photo', contact)
    await ageCodes(app, contact, 61)
    return { contact, owner }
  }

  it('gets the same response as any other', async () => {
    const { contact } = await owned()
    const [taken, free] = [await signUp({ contact }), await signUp({ contact: freshContact() })]
    expect(shapeOf(taken)).toEqual(shapeOf(free))
    expect(taken.status).toBe(201)
    const [takenToken, freeToken] = [tokenIn(taken), tokenIn(free)]
    const wrong = { code: '000000' }
    const tried = await ask(app, 'POST', '/v1/auth/verify', { token: takenToken, body: wrong })
    const triedFree = await ask(app, 'POST', '/v1/auth/verify', { token: freeToken, body: wrong })
    expect([tried.status, tried.text]).toEqual([triedFree.status, triedFree.text])
    const [again, againFree] = await Promise.all(
      [takenToken, freeToken].map(token => ask(app, 'POST', '/v1/auth/resend-code', { token })),
    )
    expect(again && shapeOf(again)).toEqual(againFree && shapeOf(againFree))
  })

  it('continues by signing in with the address like any other, and waits for a code that never comes', async () => {
    const { contact, owner } = await owned()
    const body = { password: 'another passphrase', fullName: 'Mal' }
    const inTo = async (address: string) => {
      await signUp({ contact: address, username: freshName(), ...body })
      return ask(app, 'POST', '/v1/auth/sign-in', { body: { login: address, password: body.password } })
    }
    const [taken, free] = [await inTo(contact), await inTo(freshContact())]
    expect(taken).toMatchObject({ status: 200, body: { tokens: { stage: 'code' }, user: null } })
    expect(shapeOf(taken)).toEqual(shapeOf(free))
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username: owner.username } })
  })

  it('notifies the owner and sends no code', async () => {
    const { contact } = await owned()
    await signUp({ contact })
    const warned = ({ text }: SentMessage) => /^Someone tried to make a Heliograph account with/.test(text)
    expect((await messageTo(app, contact, warned)).text).not.toMatch(/\d{6}/)
    const unsent = await newestCode(app, contact)
    expect((await allMessagesTo(app, contact)).filter(({ text }) => text.includes(unsent))).toEqual([])
  })

  it('notifies the owner of a deleted account as well, who can restore it, at the address that was tried', async () => {
    const { contact, owner } = await owned()
    const other = freshEmail()
    await app.query('update users set email = ?, phone = ? where username = ?', [
      contact.includes('@') ? contact : other,
      contact.includes('@') ? null : contact,
      owner.username,
    ])
    await markDeleted(app, owner)
    await signUp({ contact })
    expect((await messageTo(app, contact, ({ text }) => text.includes('Someone tried'))).text).toContain('/sign-in')
    expect(await allMessagesTo(app, other)).toEqual([])
  })

  it('never verifies it, even with the digits that were never sent', async () => {
    const { contact, owner } = await owned()
    const username = freshName()
    const intruder = await signUp({ contact, username, password: 'another passphrase', fullName: 'Mal' })
    expect(await verify(tokenIn(intruder), contact)).toMatchObject({ status: 410, body: { code: 'gone' } })
    expect(
      await app.query('select username from users where verified_at is not null and ? in (email, phone)', [contact]),
    ).toEqual([{ username: owner.username }])
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username: owner.username } })
    expect(await clientOf(app).signIn(contact, 'another passphrase')).toMatchObject({ tokens: { stage: 'code' } })
  })
})

describe('an address', () => {
  it('is taken in every spelling', async () => {
    const contact = freshEmail()
    await signUpAt(app, 'photo', contact)
    await ageCodes(app, contact, 61)
    const spelled = await signUp({ contact: contact.toUpperCase() })
    expect(await verify(tokenIn(spelled), contact)).toMatchObject({ status: 410 })
  })

  it('with an additional dot or tag is another address, which another account may have', async () => {
    const contact = freshEmail()
    const { username } = await signUpAt(app, 'photo', contact)
    for (const other of [contact.replace('new', 'n.ew'), contact.replace('@', '+home@')]) {
      const begun = await signUp({ contact: other })
      expect(await verify(tokenIn(begun), other)).toMatchObject({ status: 200 })
    }
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username } })
  })

  it('that nobody has verified goes to the first user who does, even when many do at once', async () => {
    const contact = freshEmail()
    const rivals: string[] = []
    for (let i = 0; i < 4; i++) {
      rivals.push(tokenIn(await signUp({ contact, username: freshName(), password, fullName: 'Ri Val' })))
      await ageCodes(app, contact, 61)
    }
    const codes = await app.query<{ id: string; token: number }>(
      'select id from code where contact = ? order by created_at, id',
      [contact],
    )
    expect(codes).toHaveLength(4)
    const { codeDigits } = createCredentials(app.config.jwtSecrets)
    const answers = await Promise.all(
      rivals.map((token, i) =>
        ask(app, 'POST', '/v1/auth/verify', { token, body: { code: codeDigits(codes[i]?.id ?? '') } }),
      ),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 410, 410, 410])
  })
})

/** What somebody outside can tell of an answer: its status, its headers' names and its members with their kinds. */
function shapeOf({ status, headers, body }: Answer) {
  const kinds = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, kinds(member)]))
      : typeof value
  return { status, headers: Object.keys(headers).sort(), body: kinds(body) }
}
