import { rm } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { startWorkerProcess } from '#start/worker-process'
import { dataFolder } from '#support/app/temporary-folder'
import { createDatabase, lazily, startApp, useShared } from '#support/app/use-app'
import { type Line, openLine } from '#support/faults/line'
import { createWork } from '#workers/worker'
import { startRedis } from './redis.ts'

type Cluster = Awaited<ReturnType<typeof startCluster>>

type Start = NonNullable<Parameters<typeof startApp>[0]>
type Options = { lines?: boolean; worker?: boolean } & Pick<Start, 'env' | 'parts'>

/** Two nodes for the tests of a file. */
export function useCluster(options: Options = {}): Cluster {
  const cluster = useShared(() => startCluster(options))
  const nodes = { a: lazily(() => cluster.a), b: lazily(() => cluster.b) }
  return lazily(() => cluster, nodes)
}

/**
 * Two nodes that run no jobs, on one database, one folder of files and a Redis of their own; with a `worker` that runs them.
 * With `lines`, a test may hold or cut the connection of each node to Redis.
 */
async function startCluster({ lines = false, worker = false, env = {}, parts }: Options = {}) {
  const folder = await dataFolder()
  let redis = await startRedis({ own: true })
  const { url, port } = redis
  const databaseUrl = await createDatabase()
  const toRedis = lines ? await Promise.all([openLine(port), openLine(port)]) : []
  const start = (line: Line | undefined) => {
    const REDIS_URL = line ? `redis://127.0.0.1:${line.port}` : url
    return startApp({ databaseUrl, parts, env: { REDIS_URL, DATA_DIR: folder, LOG_LEVEL: 'silent', ...env } })
  }
  const [a, b] = await Promise.all([start(toRedis[0]), start(toRedis[1])])
  const startWorker = () => startWorkerProcess({ ...a.config, redisUrl: url }, createWork)
  let working = worker ? await startWorker() : null
  return {
    a,
    b,
    toRedis,
    async flushRedis() {
      const client = new Redis(url)
      await client.flushall()
      client.disconnect()
    },
    stopWorker: () => working?.close(),
    async startWorkerAgain() {
      working = await startWorker()
    },
    stopRedis: () => redis.stop(),
    async startRedisAgain() {
      redis = await startRedis({ own: true, port })
    },
    async close() {
      await working?.close()
      await a.close()
      await b.close()
      for (const line of toRedis) await line.close()
      await redis.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
