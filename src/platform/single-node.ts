import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { closeInTime } from './close-in-time.ts'

const lock = 7_240_015
/** A machine that vanishes is noticed within half a minute, and its claim ends with its connection. */
const options = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3'

const taken = 'Another node uses this database already: set REDIS_URL on both, so that they can hear each other.'

/**
 * Without Redis, nodes cannot tell each other anything: a second one on the same database is rejected. The claim is made
 * again when its connection was lost; `onLost` is called when another node was quicker.
 */
export async function claimOnlyNode(url: string, onLost: (error: Error) => void): Promise<AsyncDisposable> {
  let client: Client | null = await claim()
  let closing = false
  if (client === null) throw new Error(taken)
  follow(client)

  async function claim(): Promise<Client | null> {
    const claiming = new Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'heliograph-only-node',
      options,
    })
    claiming.on('error', () => {})
    await claiming.connect()
    const { rows } = await claiming.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock])
    if (rows[0]?.mine) return claiming
    await claiming.end()
    return null
  }

  function follow(claimed: Client) {
    claimed.once('end', () => void claimAgain())
  }

  async function claimAgain() {
    while (!closing) {
      try {
        client = await claim()
        if (client === null) return onLost(new Error(taken))
        return follow(client)
      } catch {
        await wait(500)
      }
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      closing = true
      await closeInTime(() => client?.end())
    },
  }
}
