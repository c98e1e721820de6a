import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** The measurements of one node, in a registry of its own: several nodes may live in one process. Times are seconds. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    operation: new Histogram({
      name: 'heliograph_operation_seconds',
      help: 'Time from a call to its response. The code is "ok" or the code of the error.',
      labelNames: ['operation', 'door', 'code'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    batchSize: new Histogram({
      name: 'heliograph_batch_items',
      help: 'Calls that one transaction of a batched operation carried.',
      labelNames: ['operation'] as const,
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      registers,
    }),
    sockets: new Gauge({
      name: 'heliograph_sockets',
      help: 'Sockets that are joined to a namespace.',
      labelNames: ['namespace'] as const,
      registers,
    }),
    slowSocketsClosed: new Counter({
      name: 'heliograph_slow_sockets_closed_total',
      help: 'Sockets closed because their client did not read.',
      registers,
    }),
    connectionsClosed: new Counter({
      name: 'heliograph_connections_closed_total',
      help: 'Connections that the node closed. The reason is that of the event connection.closing.',
      labelNames: ['reason'] as const,
      registers,
    }),
    redisPublishFailures: new Counter({
      name: 'heliograph_redis_publish_failures_total',
      help: 'Messages to other nodes that Redis did not take.',
      registers,
    }),
    clusterPushes: new Counter({
      name: 'heliograph_cluster_pushes_received_total',
      help: 'Pushes that other processes sent to this node because it may have sockets of their recipients.',
      registers,
    }),
    tasks: new Counter({
      name: 'heliograph_tasks_total',
      help: 'Jobs that a worker took. The outcome is "done", "retry", "failed" or "gone".',
      labelNames: ['job', 'outcome'] as const,
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'heliograph_task_seconds',
      help: 'Time that a worker spent on a job.',
      labelNames: ['job'] as const,
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
      registers,
    }),
  }
}

/** Times each call of an operation over one transport. */
export const observeOperations =
  (metrics: Metrics, transport: 'http' | 'socket') =>
  ({ operation, code, seconds }: { operation: string; code: string; seconds: number }) =>
    metrics.operation.observe({ operation, door: transport, code }, seconds)

/** Counts and times each job that a worker carried out. */
export const observeJobs =
  ({ tasks, jobSeconds }: Metrics) =>
  ({ job, outcome, seconds }: { job: string; outcome: string; seconds: number }) => {
    tasks.inc({ job, outcome })
    jobSeconds.observe({ job }, seconds)
  }

/** Counts each connection that the node closed. */
export const observeClosings =
  ({ connectionsClosed, slowSocketsClosed }: Metrics) =>
  (reason: string) => {
    connectionsClosed.inc({ reason })
    if (reason === 'slow') slowSocketsClosed.inc()
  }
