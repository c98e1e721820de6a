import { globSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Operation, type OperationName, operations } from '#contract'
import type { Viewer, WriteContext } from '#core/pipeline/context'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { db } from '#database'
import { useApp } from '#support/app/use-app'
import { entries } from '#support/security/privacy-entries'
import { privacyWorlds, type World } from '#support/security/privacy-world'

const app = useApp({ env: { WORKERS: 'off' } })
const from = { ip: '127.0.0.1', userAgent: 'test', connectionId: null }

describe('an operation that returns an error leaves no row behind', () => {
  let worlds: World[]
  let arrange: () => Promise<void>
  beforeAll(async () => {
    const arranged = await privacyWorlds(app)
    worlds = arranged.worlds
    arrange = arranged.arrange
  })

  const casesOf = (name: string) => {
    const entry = entries[name]
    return typeof entry === 'object' ? entry : []
  }
  const writes = (Object.entries(operations) as [OperationName, Operation][]).flatMap(([name, { kind, multipart }]) =>
    kind === 'write' && !multipart && casesOf(name).length > 0 ? [name] : [],
  )

  it.each(writes)('%s', async name => {
    const codes = new Set<string>()
    for (const one of casesOf(name)) {
      for (const world of worlds.filter(({ account }) => (one.account ?? account) === account)) {
        // Whether a session still stands is asked by the transports, before `run`.
        if (world.standing === 'suspended viewer') continue
        const may = one.may[world.account].includes(world.standing)
        if (may && !one.but?.[world.standing]) continue
        const before = await fingerprint()
        const call = { viewer: world.viewer && (world.viewer.viewer as Viewer), from }
        const outcome = await app.run(name, one.input(world), call).catch(error => error)
        if (outcome instanceof ApiError) {
          codes.add(outcome.code)
          expect([one.what, world.standing, await fingerprint()]).toEqual([one.what, world.standing, before])
        } else {
          await arrange()
        }
      }
    }
    expect(codes).not.toContain('internal')
  })
})

describe('a transaction', () => {
  const write = async ({ em }: WriteContext, username: string) => {
    await db(em).insertInto('User').values({ username, skeleton: username }).execute()
  }
  const isThere = async (username: string) =>
    (await db(app.orm.em.fork()).selectFrom('User').select('id').where('username', '=', username).execute()).length ===
    1
  const conflict = () => new ApiError('conflict', 'Made up.')

  it('is rolled back, with its events and jobs, when its work throws an ApiError', async () => {
    const before = await fingerprint()
    const work = app.engine.transact(async ctx => {
      await write(ctx, 'rolled_back')
      ctx.enqueue('rows.expire', {})
      throw conflict()
    })
    await expect(work).rejects.toMatchObject({ code: 'conflict' })
    expect(await isThere('rolled_back')).toBe(false)
    expect(await fingerprint()).toEqual(before)
  })

  it('keeps what was written when its work throws commitThen, and still returns the error', async () => {
    const work = app.engine.transact(async ctx => {
      await write(ctx, 'committed')
      throw commitThen(conflict())
    })
    await expect(work).rejects.toMatchObject({ code: 'conflict', message: 'Made up.' })
    expect(await isThere('committed')).toBe(true)
  })

  it('is kept by commitThen only for codes and refresh tokens', () => {
    const users = globSync('src/{features,domain,access,views}/**/*.ts').filter(path =>
      readFileSync(path, 'utf8').includes('commitThen('),
    )
    expect(users.sort()).toEqual([
      'src/domain/accounts/spend-code.ts',
      'src/features/accounts/refresh.ts',
      'src/features/accounts/reset-password.ts',
      'src/features/accounts/verify.ts',
    ])
  })
})

/** Changes with every committed insert, update and delete, but for claims of jobs, which every node makes by itself. */
async function fingerprint() {
  const tables = [...app.orm.em.getMetadata()].map(({ tableName }) => tableName)
  const counts = tables.map(table =>
    table === 'task'
      ? `select 'task' as name, count(*) as rows, coalesce(sum(generation), 0) as last from task`
      : `select '${table}', count(*), coalesce(max(xmin::text::bigint), 0) from ${table}`,
  )
  return app.query(counts.join(' union all '))
}
