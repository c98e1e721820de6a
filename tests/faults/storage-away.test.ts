import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { Agent, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Media } from '#contract'
import { failJob, takeJob } from '#core/events/outbox'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase, startApp, type TestApp, untilTestEnds } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { crowd } from '#support/people/crowd'
import { type Person, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { besideNode, secret, startNode } from '#support/process/start-node'
import { filePart, formOf, formType } from '#support/transports/forms'

type Answer = { status: number; retryAfter: string | undefined; body: string }

const filesUnder = async (folder: string) => (await readdir(folder, { recursive: true }).catch(() => [])).length

async function rejects(app: TestApp, ann: Person) {
  const body = new FormData()
  body.append('file', fileOf(await photo()))
  const headers = { authorization: `Bearer ${ann.client.tokens?.accessToken}` }
  const response = await fetch(`http://127.0.0.1:${app.port}/v1/media`, { method: 'POST', body, headers })
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
    503,
    '30',
    expect.objectContaining({ code: 'unavailable', retryAfter: 30, detail: expect.stringMatching(/stored/) }),
  ])
  expect(await app.query('select 1 from media where owner_id = ?', [ann.id])).toEqual([])
}

it.each([
  ['where they come in', 'incoming'],
  ['where they are kept', 'files/uploads'],
])(
  'photos that cannot be written %s are rejected with a retry time, and accepted again afterwards',
  async (_, folder) => {
    const app = untilTestEnds(await startApp({ env: { LOG_LEVEL: 'silent' } }))
    const ann = await person(app, 'ann')
    const path = join(app.config.dataDir, folder)
    await mkdir(path, { recursive: true })
    await rename(path, `${path}.away`)
    await writeFile(path, 'This is no folder.')
    await rejects(app, ann)
    await rejects(app, ann)
    await rm(path)
    await rename(`${path}.away`, path)
    expect([await filesUnder(path), await filesUnder(join(app.config.dataDir, 'incoming'))]).toEqual([0, 0])
    expect(await uploadWhole(ann.client, await photo())).toMatchObject({ status: 'ready' })
  },
)

describe('a photo whose upload was accepted', () => {
  /** The result of the job of a photo whose tries all fail. */
  async function triedWith(error: Error, tries: number) {
    const app = untilTestEnds(await startApp({ env: { WORKERS: 'off' } }))
    const ann = await person(app, 'ann')
    const job = `photo-${(await ann.client.upload(fileOf(await photo()))).id}`
    const outcomes: boolean[] = []
    for (let i = 0; i < tries; i += 1) {
      await app.query(`update task set run_at = now() - interval '1 s' where id = ?`, [job])
      await app.engine.transact(async ({ em }) => {
        const taken = await takeJob(em, job)
        if (taken) outcomes.push(await failJob(em, taken, error))
      })
    }
    const [row] = await app.query('select attempts, failed_at is not null as failed from task where id = ?', [job])
    return { outcomes, row }
  }
  const withCode = (code: string) => Object.assign(new Error(code), { code })

  it.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'EROFS'])(
    'is rendered again until its renditions can be stored: %s',
    async code => {
      const wrapped = new Error('The file cannot be written.', { cause: withCode(code) })
      for (const error of [withCode(code), wrapped])
        expect(await triedWith(error, 6)).toEqual({
          outcomes: Array(6).fill(false),
          row: { attempts: 0, failed: false },
        })
    },
  )

  it.each(['ENOENT', 'ENOTDIR', 'no code'])('fails after three tries when rendering itself fails: %s', async code => {
    expect(await triedWith(withCode(code), 3)).toEqual({
      outcomes: [false, false, true],
      row: { attempts: 3, failed: true },
    })
  })
})

describe.skipIf(process.platform === 'win32')('a node in a process of its own', () => {
  /** A node with limits of its shell, and a user who uploads to it over one connection that stays open. */
  async function startLimited(limits: string) {
    const env = {
      HOST: '127.0.0.1',
      DATABASE_URL: await createDatabase(),
      DATABASE_POOL: '5',
      DATA_DIR: await temporaryFolder(),
      JWT_SECRET: secret,
      LOG_LEVEL: 'silent',
      MAILBOX: 'on',
    }
    const { port } = await startNode(env, 0, { limits })
    const outside = await besideNode(env.DATABASE_URL, port)
    const [ann] = await crowd(outside, 1)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const headers = { authorization: `Bearer ${ann?.tokens.accessToken}`, 'content-type': formType }
    const call = (method: string, path: string, body?: Buffer) =>
      new Promise<Answer>((resolve, reject) => {
        const request = send({ host: '127.0.0.1', port, method, path, agent, headers })
        request.once('error', reject)
        request.once('response', async response => {
          const { 'retry-after': retryAfter } = response.headers
          resolve({ status: response.statusCode ?? 0, retryAfter, body: await text(response) })
        })
        request.end(body)
      })
    const upload = (bytes: Buffer) => call('POST', '/v1/media', formOf([filePart(bytes)]))
    const incoming = () => filesUnder(join(env.DATA_DIR, 'incoming'))
    return { port, call, upload, incoming, photos: () => outside.query('select 1 from media') }
  }

  it('rejects a photo that does not fit on its disk with a retry time, keeps nothing of it, and accepts one that fits', async () => {
    // A limit on the size of files ends a write half way, as a full disk does.
    const { upload, incoming, photos } = await startLimited('ulimit -f 2000')
    const small = await photo()
    const large = Buffer.concat([small, Buffer.alloc(3_000_000)])
    for (let i = 0; i < 3; i += 1) {
      expect(await upload(large)).toMatchObject({ status: 503, retryAfter: '30' })
      expect([await incoming(), await photos()]).toEqual([0, []])
    }
    expect(await upload(small)).toMatchObject({ status: 202 })
    expect(await upload(large)).toMatchObject({ status: 503 })
  })

  it('rejects a photo with a retry time while it has no descriptors left, reports none as missing, and accepts one as soon as it has some', async () => {
    const { port, call, upload, incoming } = await startLimited('ulimit -n 200')
    const small = await photo()
    const { id } = JSON.parse((await upload(small)).body) as Media
    const shown = await until(
      async () => JSON.parse((await call('GET', `/v1/media/${id}`)).body) as Media,
      media => media.status === 'ready',
      20_000,
    )
    const address = shown.image?.variants[0]?.url ?? ''
    expect(await call('GET', address)).toMatchObject({ status: 200 })
    const idle: Socket[] = []
    const isRefused = () =>
      new Promise<boolean>(resolve => {
        const socket = connect(port, '127.0.0.1')
        idle.push(socket)
        socket.once('error', () => resolve(true)).once('close', () => resolve(true))
        socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
        socket.once('data', () => resolve(false))
      })
    while (!(await isRefused())) expect(idle.length).toBeLessThan(300)
    expect(await upload(small)).toMatchObject({ status: 503, retryAfter: '30' })
    expect(await call('GET', address)).toMatchObject({ status: 503, retryAfter: '30' })
    expect(await incoming()).toBe(0)
    for (const socket of idle) socket.destroy()
    await until(
      () => upload(small),
      ({ status }) => status === 202,
    )
    expect(await call('GET', address)).toMatchObject({ status: 200 })
  })
})
