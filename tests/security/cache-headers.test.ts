import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { callerOf, goodInput, makeWorld, type World } from '#support/security/world'
import { contractOperations, operationOf, requestOf } from '#support/transports/contract-calls'
import { type Answer, ask } from '#support/transports/http'

const app = useApp()
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const overHttp = contractOperations.filter(([, { http }]) => http !== null).map(([name]) => name)
const tokenOf = (name: string) => callerOf(name, operationOf(name), world).client.tokens?.accessToken ?? ''

describe('no cache stores a response, whether success or error, of', () => {
  it.each(overHttp)('%s', async name => {
    const operation = operationOf(name)
    const { method, path, ...rest } = requestOf(operation, goodInput(name, operation, world))
    const answers: Answer[] = []
    // The last one may end the session that the others need.
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${tokenOf(name)}` }])
      answers.push(await ask(app, method, path, { headers, ...rest }))
    for (const { status, headers } of answers) {
      expect([status, headers['cache-control']]).toEqual([status, 'no-store'])
      expect(headers.etag ?? headers['last-modified'] ?? headers.expires).toBeUndefined()
    }
  })
})

describe('no cache stores', () => {
  it.each(['/nothing/here', '/v1/nothing', '/media/nothing.webp', '/v1/me/'])('the 404 at %s', async path => {
    expect((await ask(app, 'GET', path)).headers['cache-control']).toBe('no-store')
  })

  it.each(['/dev/mailbox', '/dev/mailbox.json', '/healthz', '/readyz', '/metrics'])('%s', async path => {
    expect((await ask(app, 'GET', path)).headers['cache-control']).toBe('no-store')
  })
})

describe('a photo', () => {
  it('of a private account is only for the private cache of its viewer, for a minute', async () => {
    const { client } = world.ann
    const media = await uploadWhole(client, await photo())
    const { id: postId } = await client.call('posts.create', { mediaIds: [media.id] })
    const controlOf = async () => {
      const { media } = await client.call('posts.get', { postId })
      const url = new URL(media[0]?.image?.variants[0]?.url ?? '', app.url)
      const answer = await ask(app, 'GET', url.pathname + url.search)
      expect(answer.status).toBe(200)
      return answer.headers['cache-control']
    }
    expect(await controlOf()).toBe('public, max-age=60')
    await client.call('users.update', { isPrivate: true })
    expect(await controlOf()).toBe('private, max-age=60')
  })
})

it('the response to one user is not given to another at the same address', async () => {
  const { ann, bob } = world
  const me = async (token = '') => (await ask(app, 'GET', '/v1/me', { token })).body.id
  expect(await me(ann.client.tokens?.accessToken)).toBe(ann.id)
  expect(await me(bob.client.tokens?.accessToken)).not.toBe(ann.id)
})
