import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { openWorkerNode } from '#workers/node'
import { createDatabase, startApp } from './app.ts'
import { startRedis } from './redis.ts'

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** Two nodes that run no jobs, on one database, one folder of files and a Redis of their own. */
export async function startCluster() {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-cluster-'))
  let redis = await startRedis({ own: true })
  const { url, port } = redis
  const databaseUrl = await createDatabase()
  const env = { REDIS_URL: url, DATA_DIR: folder, LOG_LEVEL: 'silent' }
  const [a, b] = await Promise.all([startApp({ databaseUrl, env }), startApp({ databaseUrl, env })])
  return {
    a,
    b,
    startWorker: () => openWorkerNode(a.config),
    async flushRedis() {
      const client = new Redis(url)
      await client.flushall()
      client.disconnect()
    },
    stopRedis: () => redis.stop(),
    async startRedisAgain() {
      redis = await startRedis({ own: true, port })
    },
    async close() {
      await a.close()
      await b.close()
      await redis.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
