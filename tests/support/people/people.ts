import { onTestFinished } from 'vitest'
import { createCredentials } from '#auth/credentials'
import { createClient, type HeliographClient, type Transport } from '#client'
import { streams, type Tokens } from '#contract'
import { tokensOf } from '#domain/accounts/issue-tokens'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import type { Outside } from '#support/process/start-node'

export type Person = { id: string; name: string; client: HeliographClient }

export const password = 'a long enough passphrase'

let made = 0

const nameLike = (like: string) => `${like}${++made}`
const contactOf = (name: string) => `${name}@example.org`

/**
 * A finished account and a client signed in to it. The name is made unique in the file. The client is closed when the test
 * ends.
 */
export async function person(app: Outside, like: string, transport: Transport = 'http'): Promise<Person> {
  const [one] = await people(app, [like], transport)
  return one
}

/** Several people at once. A test begins with them, so their rows are written as a sign-up leaves them: people.test.ts. */
export async function people<const N extends readonly string[]>(app: Outside, likes: N, transport: Transport = 'http') {
  const names = likes.map(nameLike)
  const credentials = credentialsOf(app)
  hashed ??= credentials.hashPassword(password)
  const given = names.map((name, at) => ({
    username: name.toLowerCase(),
    skeleton: skeletonOf(name),
    search: searchText(name, likes[at] ?? ''),
    fullName: likes[at],
    email: contactOf(name).toLowerCase(),
  }))
  const sessions = await app.query<{ userId: string; id: string; expiresAt: Date }>(
    `with given as (
      select * from rows from (
        jsonb_to_recordset(?::jsonb) as (username text, skeleton text, search text, "fullName" text, email text)
      ) with ordinality as given (username, skeleton, search, full_name, email, place)
    ), person as (
      insert into users (username, skeleton, search, full_name, email, password_hash, stage, verified_at)
      select username, skeleton, search, full_name, email, ?, 'done', now() from given order by place
      returning id, username
    ), heads as (
      insert into log_head (user_id, stream) select id, stream from person, unnest(?::text[]) as named (stream)
    ), begun as (
      insert into session (user_id, ip, user_agent, expires_at)
      select id, '127.0.0.1', 'node', now() + interval '30 days' from person
      returning id, user_id, expires_at
    )
    select begun.id, user_id as "userId", expires_at as "expiresAt"
    from given join person using (username) join begun on user_id = person.id order by place`,
    [JSON.stringify(given), await hashed, `{${streams.join()}}`],
  )
  const found = sessions.map((session, at): Person => {
    const tokens = tokensOf({ ...session, deviceId: session.id, refreshNumber: 1 }, 'done', credentials)
    return { id: session.userId, name: names[at] ?? '', client: clientOf(app, transport, tokens) }
  })
  return found as { [K in keyof N]: Person }
}

let hashed: Promise<string> | undefined

/** The same person, by the operations that everybody uses. */
export async function signedUp(app: Outside, like: string, transport: Transport = 'http'): Promise<Person> {
  const name = nameLike(like)
  const contact = contactOf(name)
  const client = clientOf(app, transport)
  await client.call('auth.signUp', { contact, username: name, password, fullName: like })
  await client.call('auth.verify', { code: await newestCode(app, contact) })
  const { user } = await client.call('auth.skipPhoto', {})
  return { id: user?.id ?? '', name, client }
}

/** A client without a session, or with a given one. */
export function clientOf(app: Outside, transport: Transport = 'http', tokens?: Tokens): HeliographClient {
  const url = `http://127.0.0.1:${app.port}`
  const client = createClient({ url, transport, transports: ['websocket'], ...(tokens && { tokens }) })
  try {
    onTestFinished(() => client.close())
  } catch {
    // Made in a hook: it lives as long as its file.
  }
  return client
}

/** The digits of the newest code for a contact, as its message says them. */
export async function newestCode(app: Outside, contact: string): Promise<string> {
  const [code] = await app.query<{ id: string }>(
    'select id from code where contact = ? order by created_at desc, id desc limit 1',
    [contact],
  )
  return credentialsOf(app).codeDigits(code?.id ?? '')
}

/** Another client of the same user: a second device. */
export async function anotherDevice(
  app: Outside,
  { name }: Person,
  transport: Transport = 'http',
): Promise<HeliographClient> {
  const client = clientOf(app, transport)
  await client.signIn(name, password)
  return client
}

const credentialsOf = (app: Outside) => createCredentials(app.config.jwtSecrets)
