import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { type JobName, jobs } from '#jobs'
import { closeInTime } from './close-in-time.ts'

export type QueueBackend = { kind: 'postgres'; url: string } | { kind: 'redis'; url: string }
type Name = 'media' | 'rest'
const names: readonly Name[] = ['media', 'rest']
/** Hash-tagged, so that all keys of the queues lie in one slot of a cluster. */
const prefix = '{heliograph}'

// A queue holds nothing but ids; what is owed stands in the database. So nothing is kept of a finished job, and
// retries are counted there too.
const jobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 }

/** Creates BullMQ's own tables where they are missing. */
export async function migrateQueues(url: string) {
  const queues = openQueues({ kind: 'postgres', url }, () => {})
  await queues.ready().finally(() => queues.close())
}

/** On PostgreSQL, BullMQ makes temporary tables to add many jobs at once: as much work as adding eight one by one. */
const few = 8

async function add(queue: Queue, list: readonly { id: string; job: JobName }[]) {
  const added = list.map(({ id, job }) => ({ name: job, data: {}, opts: { ...jobOptions, jobId: id } }))
  if (list.length > few) await queue.addBulk(added)
  else await Promise.all(added.map(({ name, data, opts }) => queue.add(name, data, opts)))
}

/**
 * Hands jobs to their queues under their ids. On PostgreSQL, BullMQ's own tables are there once the queues are ready. A failure
 * loses nothing: a due job that was not taken is handed over again.
 */
export function openQueues(backend: QueueBackend, onError: (error: Error) => void) {
  const queues = new Map(names.map(name => [name, open(name)]))
  // Connections that end while everything ends are no news.
  let closing = false
  for (const queue of queues.values()) queue.on('error', error => closing || onError(error))

  function open(name: Name) {
    return backend.kind === 'postgres'
      ? new Queue(name, { connection: { connectionString: backend.url, max: 2, migrate: true } }, createPostgresBackend)
      : new Queue(name, { connection: { url: backend.url, enableOfflineQueue: false }, prefix })
  }

  return {
    ready: () => Promise.all([...queues.values()].map(queue => queue.waitUntilReady())),
    async hand(list: readonly { id: string; job: JobName }[]) {
      const byQueue = Map.groupBy(list, one => jobs[one.job].queue)
      await Promise.all([...byQueue].map(([name, list]) => add(queues.get(name) as Queue, list)))
    },
    async close() {
      closing = true
      await Promise.all([...queues.values()].map(queue => closeOrLetGo(queue)))
    },
  }
}

/** In milliseconds. A job of a worker that died is taken again before its lease on the row has run out. */
const patience = { lockDuration: 10_000, stalledInterval: 5_000 }

/** Runs `work` for each job that is handed over. `media` does two at a time: a photo keeps a core busy. */
export function openWorkers(
  backend: QueueBackend,
  work: (jobId: string) => Promise<void>,
  onError: (error: Error) => void,
) {
  let closing = false
  const workers = names.map(name => {
    const options = { concurrency: name === 'media' ? 2 : 16, ...patience }
    const process = (job: { id?: string | undefined }) => work(job.id ?? '')
    const worker =
      backend.kind === 'postgres'
        ? new Worker(
            name,
            process,
            { ...options, connection: { connectionString: backend.url, max: 3 } },
            createPostgresBackend,
          )
        : new Worker(name, process, {
            ...options,
            connection: { url: backend.url, maxRetriesPerRequest: null },
            prefix,
          })
    worker.on('error', error => closing || onError(error))
    return worker
  })
  return {
    ready: () => Promise.all(workers.map(worker => worker.waitUntilReady())),
    /** Lets running jobs finish. */
    async close() {
      closing = true
      await Promise.all(workers.map(worker => closeOrLetGo(worker, longestJob)))
    },
  }
}

type Closing = { close(): Promise<void>; disconnect(): Promise<void> }

/** How long running jobs are given to finish, in milliseconds. What was not finished is taken by another worker. */
const longestJob = 5000

/** Without its server a queue or a worker never says that it has ended: it is let go of, and not waited for. */
async function closeOrLetGo(one: Closing, milliseconds?: number) {
  const isClosed = await closeInTime(() => one.close(), milliseconds).catch(() => false)
  if (!isClosed) one.disconnect().catch(() => {})
}
