import type { Door } from '#client'
import type { TestApp } from './app.ts'
import { type Person, password, person } from './people.ts'

/** Somebody who looks after the others. */
export async function moderator(app: TestApp, door: Door = 'http'): Promise<Person> {
  const mod = await person(app, 'mod', door)
  await app.query(`update users set role = 'moderator' where id = ?`, [mod.id])
  // Of a session that has just begun no node remembers another role.
  await mod.client.signIn(mod.name, password)
  return mod
}
