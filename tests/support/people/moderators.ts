import type { Transport } from '#client'
import type { TestApp } from '#support/app/use-app'
import { makeModerator } from '#support/people/change-account'
import { type Person, password, person } from './people.ts'

/** A moderator. */
export async function moderator(app: TestApp, transport: Transport = 'http'): Promise<Person> {
  const mod = await person(app, 'mod', transport)
  await makeModerator(app, mod)
  // Of a session that has just begun no node remembers another role.
  await mod.client.signIn(mod.name, password)
  return mod
}
