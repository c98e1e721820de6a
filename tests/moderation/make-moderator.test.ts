import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { migrateDatabase } from '#platform/database'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'
import { temporaryFolder } from '#support/app/temporary-folder'
import { startApp, untilTestEnds } from '#support/app/use-app'
import { person } from '#support/people/people'
import { disconnected, emit, join as joinNamespace } from '#support/transports/sockets'

const root = join(import.meta.dirname, '../..')

/** The output of the command and its exit code. */
const run = (args: string[], env: Record<string, string>) =>
  new Promise<{ code: number; said: string }>(resolve => {
    const command = [join(root, 'scripts/moderator.ts'), ...args]
    execFile(
      process.execPath,
      command,
      { cwd: root, env: { PATH: process.env.PATH, ...env } },
      (error, out, complaint) => resolve({ code: error ? Number(error.code) : 0, said: out + complaint }),
    )
  })

it('a command makes a user a moderator, and undoes it, on a running server', async () => {
  const app = untilTestEnds(await startApp())
  const ann = await person(app, 'ann')
  const env = { DATABASE_URL: app.databaseUrl }
  const token = ann.client.tokens?.accessToken
  const socket = await joinNamespace(app, 'users', token)
  const ended = disconnected(socket)
  expect(await run([ann.name], env)).toEqual({ code: 0, said: `${ann.name} is a moderator now.\n` })
  await ended
  expect(await ann.client.call('users.me', {})).toMatchObject({ role: 'moderator' })
  const again = await joinNamespace(app, 'users', token)
  expect(await emit(again, 'reports.list', {})).toMatchObject({ ok: true })
  const demoted = disconnected(again)
  expect(await run([ann.name, '--remove'], env)).toEqual({ code: 0, said: `${ann.name} is no longer a moderator.\n` })
  await demoted
  await expect(ann.client.call('reports.list', {})).rejects.toMatchObject({ code: 'forbidden' })
})

it('the command rejects unknown users, and explains its usage', async () => {
  const app = untilTestEnds(await startApp())
  const env = { DATABASE_URL: app.databaseUrl }
  expect(await run(['nobody_here'], env)).toEqual({ code: 1, said: 'User nobody_here not found.\n' })
  for (const args of [[], ['ann', 'bob'], ['ann', '--forever']]) {
    const { code, said } = await run(args, env)
    expect(code).toBe(1)
    expect(said).toContain('npm run moderator -- <user name> [--remove]')
    expect(said).not.toContain('    at ')
  }
  const { code, said } = await run(['ann'], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' })
  expect(code).toBe(1)
  expect(said).toContain('ECONNREFUSED')
  expect(said).not.toContain('    at ')
})

it('the command finds the embedded database, whether a server runs on it or not', async () => {
  const folder = await temporaryFolder()
  const postgres = await openEmbeddedPostgres(folder)
  let isOpen = true
  onTestFinished(async () => {
    if (isOpen) await postgres.close()
  })
  await migrateDatabase(postgres.url)
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`insert into users (username, skeleton, stage, verified_at) values ('ann', 'ann', 'done', now())`)
  expect(await run(['ann'], { DATA_DIR: folder })).toEqual({ code: 0, said: 'ann is a moderator now.\n' })
  expect((await client.query('select role from users')).rows).toEqual([{ role: 'moderator' }])
  await client.end()
  await postgres.close()
  isOpen = false
  expect(await run(['Ann', '--remove'], { DATA_DIR: folder })).toEqual({
    code: 0,
    said: 'Ann is no longer a moderator.\n',
  })
})
