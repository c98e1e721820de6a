import { onTestFinished } from 'vitest'
import { createCredentials } from '#auth/credentials'
import { createClient, type HeliographClient, type Transport } from '#client'
import type { Outside } from '#support/process/start-node'

export type Person = { id: string; name: string; client: HeliographClient }

export const password = 'a long enough passphrase'

let made = 0

/**
 * A finished account, made through the operations that everybody uses, and a client signed in to it. The name is made
 * unique in the file. The client is closed when the test ends.
 */
export async function person(app: Outside, like: string, transport: Transport = 'http'): Promise<Person> {
  made += 1
  const name = `${like}${made}`
  const client = clientOf(app, transport)
  const contact = `${name}@example.org`
  await client.call('auth.signUp', { contact, username: name, password, fullName: like })
  await client.call('auth.verify', { code: await newestCode(app, contact) })
  const { user } = await client.call('auth.skipPhoto', {})
  return { id: user?.id ?? '', name, client }
}

/** Several people at once. */
export const people = <N extends readonly string[]>(
  app: Outside,
  names: readonly [...N],
  transport: Transport = 'http',
) => Promise.all(names.map(name => person(app, name, transport))) as Promise<{ [K in keyof N]: Person }>

/** A client without a session. */
export function clientOf(app: Outside, transport: Transport = 'http'): HeliographClient {
  const client = createClient({ url: `http://127.0.0.1:${app.port}`, transport, transports: ['websocket'] })
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
  return createCredentials(app.config.jwtSecrets).codeDigits(code?.id ?? '')
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
