import { openHttpConnection } from './support/http-connection.ts'
import { load, median, round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const password = 'a passphrase of some length'

/**
 * Sign-ins with the right password over 16 connections, on known devices, with profile reads over four others; beside checks
 * of the password hash alone.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 1000)
  const hash = await bench.credentials.hashPassword(password)
  await bench.sql.query('update users set password_hash = $1', [hash])
  await bench.sql.query("update session set ip = '127.0.0.1', user_agent = 'bench'")
  await bench.sql.query('analyze')
  const open = (count: number) => Promise.all(Array.from({ length: count }, () => openHttpConnection(bench.url)))
  const [signing, reading] = [await open(16), await open(4)]
  const userAt = (loop: number, turn: number) => users[(loop * 61 + turn) % users.length] as (typeof users)[number]
  const signIn = (loop: number, turn: number) =>
    signing[loop]?.post('/v1/auth/sign-in', { login: userAt(loop, turn).username, password }) ?? Promise.reject()
  const read = (loop: number, turn: number) =>
    reading[loop]?.get(`/v1/users/${userAt(loop, turn).username}`, userAt(loop, 0).token) ?? Promise.reject()

  const runs = []
  for (let run = 0; run < 3; run += 1) {
    const [signIns, reads] = await Promise.all([
      load(16, milliseconds / 6, signIn),
      // With pauses, so that they show the load of the sign-ins and add little of their own.
      load(4, milliseconds / 6, read, { pause: 5 }),
    ])
    const alone = await load(16, milliseconds / 6, signIn)
    runs.push({ ...alone, besideReads: signIns, reads })
  }
  for (const connection of [...signing, ...reading]) connection.close()
  const bare = median([await load(16, milliseconds / 3, () => bench.credentials.checkPassword(hash, password))])
  const ours = median(runs)
  return { ...ours, bare, ratio: round(ours.perSecond / bare.perSecond) }
}
