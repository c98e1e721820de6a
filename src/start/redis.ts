import type { Log } from '#platform/log'
import type { Metrics } from '#platform/metrics'
import { openRedis } from '#platform/redis'

/** Begins to connect to Redis; the start does not wait for it. */
export function startRedis(stack: AsyncDisposableStack, url: string, log: Log, metrics: Metrics) {
  const redis = openRedis(url, { log, onPublishFailure: () => metrics.redisPublishFailures.inc() })
  stack.defer(() => redis.close())
  return redis
}
