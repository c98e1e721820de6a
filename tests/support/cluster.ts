import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { openWorkerNode } from '#workers/node'
import { createDatabase, startApp } from './app.ts'
import { type HeldLine, heldLine } from './held-line.ts'
import { startRedis } from './redis.ts'

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/**
 * Two nodes that run no jobs, on one database, one folder of files and a Redis of their own. With `lines`, each node's way
 * to Redis may be held up.
 */
export async function startCluster({ lines = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-cluster-'))
  let redis = await startRedis({ own: true })
  const { url, port } = redis
  const databaseUrl = await createDatabase()
  const toRedis = lines ? await Promise.all([heldLine(port), heldLine(port)]) : []
  const start = (line: HeldLine | undefined) => {
    const REDIS_URL = line ? `redis://127.0.0.1:${line.port}` : url
    return startApp({ databaseUrl, env: { REDIS_URL, DATA_DIR: folder, LOG_LEVEL: 'silent' } })
  }
  const [a, b] = await Promise.all([start(toRedis[0]), start(toRedis[1])])
  return {
    a,
    b,
    toRedis,
    startWorker: () => openWorkerNode({ ...a.config, redisUrl: url }),
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
      for (const line of toRedis) await line.close()
      await redis.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
