import type { HeliographClient } from '#client'
import type { TestApp } from '#support/app/use-app'
import { clientOf, newestCode, password } from './people.ts'

let made = 0

/** Addresses and names that are unique in the file. */
export const freshEmail = () => `new${++made}@example.org`
export const freshPhone = () => `+44163296${String(++made).padStart(4, '0')}`
export const freshName = (like = 'name') => `${like}${++made}x`

export type SignUp = { client: HeliographClient; contact: string; username: string; accessToken: string }
export type Unfinished = 'code' | 'profile' | 'photo'

/** A sign-up at a stage, with its client. */
export async function signUpAt(app: TestApp, stage: Unfinished, contact = freshEmail()): Promise<SignUp> {
  const client = clientOf(app)
  const username = freshName()
  await client.signUp({ contact })
  if (stage !== 'code') await client.call('auth.verify', { code: await newestCode(app, contact) })
  if (stage === 'photo') await client.call('auth.complete', { username, password, fullName: 'Somebody New' })
  return { client, contact, username, accessToken: client.tokens?.accessToken ?? '' }
}

/** A code that is not the one that was sent. */
export const wrongCode = async (app: TestApp, contact: string) =>
  String((Number(await newestCode(app, contact)) + 1) % 1_000_000).padStart(6, '0')
