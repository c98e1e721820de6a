import { expect, it } from 'vitest'
import { startApp, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'

const app = useApp()

const holders = () =>
  app.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'heliograph-only-node' and datname = current_database()",
  )

it('a second node on the same database without Redis is rejected with what to set', async () => {
  await expect(startApp({ databaseUrl: app.databaseUrl })).rejects.toThrow('set REDIS_URL on both')
})

it('a node claims its database again when the connection that holds the claim is lost', async () => {
  const [before] = await holders()
  await app.query('select pg_terminate_backend(?)', [before?.pid])
  await until(holders, now => now.length === 1 && now[0]?.pid !== before?.pid)
  await expect(startApp({ databaseUrl: app.databaseUrl })).rejects.toThrow('set REDIS_URL on both')
})
