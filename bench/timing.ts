import { round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const tries = 200

/** Whether the time of an answer tells that there is an account: medians of calls done in turns, known and unknown. */
export async function measure(bench: Bench) {
  const [known] = await makeUsers(bench, tries + 1)
  const hash = await bench.credentials.hashPassword('a passphrase of some length')
  await bench.sql.query('update users set password_hash = $1', [hash])
  const post = async (path: string, body: object) => {
    const began = performance.now()
    const answer = await fetch(`${bench.url}/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    await answer.arrayBuffer()
    return performance.now() - began
  }
  const signIn = (login = '') => post('sign-in', { login, password: 'not this one' })
  const forgot = (contact: string) => post('forgot-password', { contact })
  return {
    signIn: await inTurns([() => signIn(known?.username), () => signIn('nobody.at.all')]),
    forgot: await inTurns([i => forgot(`user${i + 1}@example.org`), i => forgot(`nobody${i + 1}@example.org`)]),
  }
}

type Call = (i: number) => Promise<number>

/** Medians in milliseconds. In turns, so that whatever else this machine does falls on both alike. */
async function inTurns([known, unknown]: readonly [Call, Call]) {
  const took: [number[], number[]] = [[], []]
  for (let i = 0; i < tries; i += 1) {
    if (i % 2 === 0) took[0].push(await known(i))
    took[1].push(await unknown(i))
    if (i % 2 === 1) took[0].push(await known(i))
  }
  const [a, b] = took.map(list => list.sort((x, y) => x - y)[tries / 2] as number) as [number, number]
  return { known: round(a), unknown: round(b), apart: round(Math.abs(a - b) / Math.max(a, b)) }
}
