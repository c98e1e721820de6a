import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeliographClient, Transport } from '#client'
import { type ErrorCode, type Operation, type OperationName, operations } from '#contract'
import { useApp } from '#support/app/use-app'
import { clientFor } from '#support/people/crowd'
import { type Entry, entries } from '#support/security/privacy-entries'
import { privacyWorlds, secretsOf, type World } from '#support/security/privacy-world'
import { plainSocket } from '#support/transports/plain-socket'
import { callOverHttp } from '../../client/calls-over-http.ts'

const app = useApp({ env: { WORKERS: 'off' } })
let worlds: World[]
let arrange: () => Promise<void>
const sockets = new Map<World, HeliographClient>()
beforeAll(async () => {
  const arranged = await privacyWorlds(app)
  worlds = arranged.worlds
  arrange = arranged.arrange
  for (const world of worlds.filter(isConnected)) {
    const client = world.viewer && clientFor(app, world.viewer, 'socket')
    if (client) sockets.set(world, client)
  }
})
afterAll(() => {
  for (const client of sockets.values()) client.close()
})

type Case = Exclude<Entry, string>[number]
type Outcome = 'answered' | 'shown' | 'not shown' | 'shows what is the owner’s alone' | ErrorCode

const isConnected = ({ standing }: World) => standing !== 'signed out' && standing !== 'suspended viewer'
const names = Object.keys(operations) as OperationName[]
const operationOf = (name: OperationName): Operation => operations[name]
const casesOf = (name: string) => {
  const entry = entries[name]
  return typeof entry === 'object' ? entry : []
}

it('the privacy table has an entry for every operation', () => {
  const missing = names.flatMap(name => {
    if (entries[name] === undefined)
      return [
        `${name} has no entry in tests/support/security/privacy-entries.ts: say there who may see what it shows or names.`,
      ]
    const isRead = operationOf(name).kind === 'read'
    return isRead && casesOf(name).length === 0 ? [`${name} reads: its entry has to say who is shown what.`] : []
  })
  expect(missing).toEqual([])
})

it('the privacy table has no entry without an operation', () => {
  expect(Object.keys(entries).filter(name => !(name in operations))).toEqual([])
})

describe.each(['http', 'socket'] as const)('over %s', transport => {
  const offered = names.filter(name => casesOf(name).length > 0 && isOffered(operationOf(name), transport))

  it.each(offered)('%s responds to each viewer by their relation to the owner', async name => {
    const operation = operationOf(name)
    const got: Record<string, Outcome> = {}
    const expected: Record<string, Outcome> = {}
    for (const one of casesOf(name)) {
      let changed = false
      const asked = worlds.filter(
        world => (one.account ?? world.account) === world.account && (transport === 'http' || isConnected(world)),
      )
      await Promise.all(
        asked.map(async world => {
          const about = `${one.what}, ${world.account} account, ${world.standing}`
          expected[about] = expectedOf(operation, one, world)
          const outcome = await outcomeOf(name, one, world, transport)
          got[about] = outcome
          changed ||= operation.kind === 'write' && outcome === 'answered'
        }),
      )
      if (changed) await arrange()
    }
    expect(got).toEqual(expected)
  })
})

it('a suspended user can join no namespace', async () => {
  for (const { viewer } of worlds.filter(world => world.standing === 'suspended viewer')) {
    for (const namespace of ['users', 'posts', 'feed', 'messages', 'notifications'] as const) {
      const socket = plainSocket(app, { client: { tokens: viewer?.tokens } as HeliographClient }, namespace)
      const error = await new Promise<Error & { data?: object }>(resolve => socket.once('connect_error', resolve))
      expect(error.data).toMatchObject({ code: 'unauthenticated' })
    }
  }
})

describe('calls at the same time by viewers with and without access', () => {
  const mixed = ['follower', 'stranger', 'blocked', 'owner', 'pending follower', 'blocker'] as const

  it.each(['posts.get', 'posts.like', 'comments.list', 'users.posts', 'comments.create'] as const)(
    '%s responds to each by their own rights on one post, again and again',
    async name => {
      const own = worlds.find(one => one.account === 'private' && one.standing === 'follower') as World
      const others = worlds.filter(one => one.account === 'private' && mixed.includes(one.standing as never))
      const input = {
        'posts.get': { postId: own.ids.post },
        'posts.like': { postId: own.ids.post },
        'comments.list': { postId: own.ids.post },
        'users.posts': { username: own.owner.name },
        'comments.create': { postId: own.ids.post, text: 'Me too' },
      }[name]
      // The follower of one account is a stranger to it in every other world.
      for (let round = 0; round < 3; round += 1) {
        const outcomes = await Promise.all(
          others.flatMap(world =>
            (['http', 'socket'] as const).map(
              async transport => [world === own, await call(name, input, world, transport)] as const,
            ),
          ),
        )
        for (const [isFollower, outcome] of outcomes) {
          expect(outcome).toEqual(isFollower ? 'answered' : 'not_found')
        }
      }
      await arrange()
    },
  )
})

function isOffered({ http, namespace }: Operation, transport: Transport) {
  return transport === 'http' ? http !== null : namespace !== null
}

function expectedOf({ access }: Operation, { may, but, otherwise = 'not_found', shows }: Case, world: World): Outcome {
  const { account, standing } = world
  if (standing === 'suspended viewer') return 'unauthenticated'
  if (standing === 'signed out' && access !== 'public') return 'unauthenticated'
  const particular = but?.[standing]
  if (particular) return particular
  const isIn = may[account].includes(standing)
  if (shows) return isIn ? 'shown' : 'not shown'
  return isIn ? 'answered' : otherwise
}

async function outcomeOf(
  name: OperationName,
  { input, shows }: Case,
  world: World,
  transport: Transport,
): Promise<Outcome> {
  let output: unknown
  const outcome = await call(name, input(world), world, transport, answer => {
    output = answer
  })
  const { owner, viewer } = world
  const isLeaking =
    viewer !== owner && secretsOf(owner.name).some(secret => JSON.stringify(output ?? {}).includes(secret))
  if (isLeaking) return 'shows what is the owner’s alone'
  if (outcome !== 'answered' || !shows) return outcome
  return shows(output, world) ? 'shown' : 'not shown'
}

/** Calls an operation as the viewer of a world; answers how it went. */
async function call(
  name: OperationName,
  input: object,
  world: World,
  transport: Transport,
  answered: (output: unknown) => void = () => {},
): Promise<Outcome> {
  const token = world.viewer?.tokens.accessToken ?? null
  const url = `http://127.0.0.1:${app.port}`
  try {
    answered(
      transport === 'http'
        ? await callOverHttp({ url, fetch }, name, input, { token })
        : await sockets.get(world)?.call(name, input as never),
    )
    return 'answered'
  } catch (error) {
    return (error as { code: ErrorCode }).code
  }
}
