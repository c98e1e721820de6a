import { type Metrics, observeJobs } from '#platform/metrics'
import type { Report } from '#platform/outages'
import { openWorkers, type QueueBackend } from '#platform/queues'
import type { Engine } from './engine.ts'
import type { Messages } from './messages.ts'
import type { Files } from './storage.ts'

type WorkDeps = Engine & {
  drivers: Messages['gateways'] & { files: Files['storage']; scratch: string; publicUrl: string }
  observe: ReturnType<typeof observeJobs>
  onError(error: unknown, about: unknown): void
}

/** Makes the function that runs a job by its id. Passed in: this folder knows no job handlers. */
export type CreateWork = (deps: WorkDeps) => (jobId: string) => Promise<void>

type Deps = {
  createWork: CreateWork
  engine: Engine
  files: Files
  messages: Messages
  backend: QueueBackend
  /** Where links in messages lead. */
  url: string
  metrics: Metrics
  report: Report
}

/** Takes jobs from the queues and runs them. Resolves when the workers are connected. */
export async function startWorkers(stack: AsyncDisposableStack, deps: Deps) {
  const { createWork, engine, files, messages, backend, url, metrics, report } = deps
  const work = createWork({
    ...engine,
    drivers: { ...messages.gateways, files: files.storage, scratch: files.scratch, publicUrl: url },
    observe: observeJobs(metrics),
    onError: report('A job failed'),
  })
  const workers = openWorkers(backend, work, report('A queue worker failed'))
  stack.defer(() => workers.close())
  await workers.ready()
}
