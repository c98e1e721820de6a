import type { Config } from '#config'
import type { Report } from '#platform/outages'
import { openQueues, type QueueBackend } from '#platform/queues'

/** Opens the job queues, on Redis or on the database. */
export async function startQueues(stack: AsyncDisposableStack, config: Config, databaseUrl: string, report: Report) {
  const backend: QueueBackend =
    config.queueBackend === 'redis' && config.redisUrl
      ? { kind: 'redis', url: config.redisUrl }
      : { kind: 'postgres', url: databaseUrl }
  const queues = openQueues(backend, report('A job queue failed'))
  stack.defer(() => queues.close())
  if (backend.kind === 'postgres') await queues.ready()
  return { backend, hand: queues.hand }
}
