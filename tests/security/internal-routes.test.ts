import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { type Person, person } from '#support/people/people'
import { ask } from '#support/transports/http'

const app = useApp({ env: { MAILBOX: 'off', SMTP_URL: 'smtp://127.0.0.1:9', LOG_LEVEL: 'silent' } })
let ann: Person
beforeAll(async () => {
  ann = await person(app, 'ann')
  await ann.client.call('posts.create', { caption: 'A caption that nobody counts' })
})

const token = () => ann.client.tokens?.accessToken ?? ''

describe('there is no route to', () => {
  it.each([
    ...[
      '/admin',
      '/admin/queues',
      '/queues',
      '/bull',
      '/bullmq',
      '/arena',
      '/jobs',
      '/v1/jobs',
      '/v1/admin',
      '/v1/tasks',
    ],
    ...[
      '/dev',
      '/debug',
      '/debug/pprof',
      '/status',
      '/info',
      '/env',
      '/config',
      '/health',
      '/server-status',
      '/actuator',
    ],
    ...[
      '/v1/metrics',
      '/metrics/ann',
      '/healthz/details',
      '/readyz/details',
      '/v1/moderation',
      '/v1/users',
      '/v1/sessions',
    ],
    ...[
      '/dev/mailbox',
      '/dev/mailbox.json',
      '/graphql',
      '/socket.io/admin',
      '/swagger',
      '/phpinfo.php',
      '/trace',
      '/heapdump',
    ],
  ])('%s, signed in or not', async path => {
    for (const asking of [{}, { token: token() }]) {
      const { status } = await ask(app, 'GET', path, asking)
      expect([400, 404]).toContain(status)
    }
  })

  it('the namespace of the Socket.IO admin page or any undeclared one', async () => {
    const answers = await Promise.all(
      ['/socket.io/?EIO=4&transport=polling', '/admin/?EIO=4&transport=polling'].map(path => ask(app, 'GET', path)),
    )
    for (const { text } of answers) expect(text).not.toContain(ann.name)
  })
})

describe('the routes for operators', () => {
  it('report health as yes or no only', async () => {
    expect((await ask(app, 'GET', '/healthz')).body).toEqual({ ok: true })
    expect((await ask(app, 'GET', '/readyz')).body).toEqual({ ready: true })
  })

  it('count in metrics without names, texts, addresses or tokens of users', async () => {
    await ask(app, 'GET', `/v1/users/${ann.name}`)
    const { text, status } = await ask(app, 'GET', '/metrics')
    expect(status).toBe(200)
    for (const secret of [ann.name, ann.id, 'ann', 'example.org', 'caption', token(), app.databaseUrl, '127.0.0.1'])
      expect(text).not.toContain(secret)
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name]) => name))
    const known = [
      'operation',
      'door',
      'code',
      'le',
      'namespace',
      'job',
      'outcome',
      'quantile',
      'kind',
      'space',
      'type',
    ]
    expect(
      [...labels].filter(label => !known.includes(label as string) && !/version|major|minor|patch/.test(label ?? '')),
    ).toEqual([])
  })
})

describe('the mailbox', () => {
  it('exists when it is turned on', async () => {
    const open = untilTestEnds(await startApp({ env: { MAILBOX: 'on' } }))
    expect((await ask(open, 'GET', '/dev/mailbox.json')).status).toBe(200)
  })

  it('is off by default with an external database', async () => {
    expect(await readFile('.env.example', 'utf8')).toMatch(/with DATABASE_URL the default is off/)
  })
})
