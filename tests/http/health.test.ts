import { createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { openLine } from '#support/faults/line'
import { type Person, person } from '#support/people/people'
import { ask } from '#support/transports/http'
import { join } from '#support/transports/sockets'

const app = useApp()
let ann: Person
beforeAll(async () => {
  ann = await person(app, 'ann')
})

const readiness = (of: Pick<TestApp, 'port'> = app) => ask(of, 'GET', '/readyz').catch(() => null)
const token = () => ann.client.tokens?.accessToken ?? ''

/** A database whose connection can be cut. */
async function behindLine() {
  const url = new URL(await createDatabase())
  const line = untilTestEnds(await openLine(Number(url.port)))
  url.port = new URL(line.url).port
  return { line, databaseUrl: url.href }
}

describe('/healthz and /readyz', () => {
  it('report a live and ready node to every caller', async () => {
    expect(await ask(app, 'GET', '/healthz')).toMatchObject({ status: 200, body: { ok: true } })
    expect(await readiness()).toMatchObject({ status: 200, body: { ready: true } })
    for (const path of ['/healthz', '/readyz']) expect(await ask(app, 'POST', path)).toMatchObject({ status: 404 })
  })

  it('report a live but unready node while the database is away, and a ready one afterwards', async () => {
    const { line, databaseUrl } = await behindLine()
    const node = untilTestEnds(await startApp({ databaseUrl, env: { LOG_LEVEL: 'silent' } }))
    const bob = await person(node, 'bob')
    const bobs = bob.client.tokens?.accessToken ?? ''
    line.cut()
    await until(
      () => readiness(node),
      answer => answer?.status === 503,
    )
    expect(await readiness(node)).toMatchObject({ body: { ready: false } })
    expect(await ask(node, 'GET', '/healthz')).toMatchObject({ status: 200 })
    const rejected = await ask(node, 'POST', '/v1/posts', { token: bobs, body: { caption: 'Lost' } })
    expect(rejected).toMatchObject({ status: 503, body: { code: 'unavailable', retryAfter: 1 } })
    expect(rejected.headers['retry-after']).toBe('1')
    await expect(join(node, 'posts', bobs)).rejects.toMatchObject({ data: { code: 'unavailable' } })
    line.mend()
    await until(
      () => readiness(node),
      answer => answer?.status === 200,
    )
    const post = { token: bobs, body: { caption: 'Found' } }
    await until(
      () => ask(node, 'POST', '/v1/posts', post),
      answer => answer.status === 201,
    )
    expect((await join(node, 'posts', bobs)).connected).toBe(true)
  })

  it('report a live but unready node before the database can be reached', async () => {
    const { line, databaseUrl } = await behindLine()
    line.cut()
    const port = await freePort()
    const starting = startApp({ databaseUrl, env: { PORT: String(port), LOG_LEVEL: 'silent' } })
    await until(
      () => readiness({ port }),
      answer => answer?.status === 503,
    )
    expect(await ask({ port }, 'GET', '/healthz')).toMatchObject({ status: 200 })
    const early = await ask({ port }, 'GET', '/v1/me')
    expect(early).toMatchObject({ status: 503, body: { code: 'unavailable', retryAfter: 1 } })
    line.mend()
    const started = await starting
    expect(await readiness(started)).toMatchObject({ status: 200 })
    await started.close()
    expect(await readiness(started)).toBeNull()
  })
})

describe('/metrics', () => {
  it('counts calls of both transports by operation and outcome', async () => {
    await ask(app, 'GET', '/v1/me', { token: token() })
    await ask(app, 'GET', '/v1/posts/none', { token: token() })
    const socket = await join(app, 'posts', token())
    await socket.emitWithAck('posts.get', { postId: 'none' })
    const { text, headers } = await ask(app, 'GET', '/metrics')
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
    for (const line of [
      'operation="users.me",door="http",code="ok"',
      'operation="posts.get",door="http",code="invalid"',
      'operation="posts.get",door="socket",code="invalid"',
    ])
      expect(text).toContain(`heliograph_operation_seconds_count{${line}} `)
  })

  it('contains nothing about users and no name that a caller made up', async () => {
    const socket = await join(app, 'posts', token())
    await socket.emitWithAck('made.up', {})
    await ask(app, 'GET', '/v1/made-up', { token: token() })
    const { text } = await ask(app, 'GET', '/metrics')
    expect(text).not.toMatch(/made.?up/)
    for (const own of [ann.id, ann.name, `${ann.name}@`, token(), '127.0.0.1']) expect(text).not.toContain(own)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
})

function freePort() {
  return new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
