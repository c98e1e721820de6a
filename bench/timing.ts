import { round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const tries = 200

/** Whether the time of a response reveals an account: medians of alternating calls for an existing and a missing one. */
export async function measure(bench: Bench) {
  const [known] = await makeUsers(bench, tries + 1)
  const hash = await bench.credentials.hashPassword('a passphrase of some length')
  await bench.sql.query('update users set password_hash = $1', [hash])
  const post = async (path: string, body: object) => {
    const began = performance.now()
    const response = await fetch(`${bench.url}/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    await response.arrayBuffer()
    return performance.now() - began
  }
  const signIn = (login = '') => post('sign-in', { login, password: 'not this one' })
  const forgot = (contact: string) => post('forgot-password', { contact })
  return {
    signIn: await alternate([() => signIn(known?.username), () => signIn('nobody.at.all')]),
    forgot: await alternate([i => forgot(`user${i + 1}@example.org`), i => forgot(`nobody${i + 1}@example.org`)]),
  }
}

type Call = (i: number) => Promise<number>

/** Medians in milliseconds. Alternating, so that other load of the machine affects both alike. */
async function alternate([known, unknown]: readonly [Call, Call]) {
  const took: [number[], number[]] = [[], []]
  for (let i = 0; i < tries; i += 1) {
    if (i % 2 === 0) took[0].push(await known(i))
    took[1].push(await unknown(i))
    if (i % 2 === 1) took[0].push(await known(i))
  }
  const [a, b] = took.map(list => list.sort((x, y) => x - y)[tries / 2] as number) as [number, number]
  return { known: round(a), unknown: round(b), difference: round(Math.abs(a - b) / Math.max(a, b)) }
}
