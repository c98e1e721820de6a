import { extendLease, failJob, finishJob, lease, type TakenJob, takeJob } from '#core/events/outbox'
import type { ReadContext } from '#core/pipeline/context'
import type { Transact } from '#core/pipeline/transaction'
import { jobs } from '#jobs'
import { jobHandlers } from './index.ts'
import type { Drivers, Fork, JobHandler } from './job.ts'

type Deps = {
  fork: Fork
  transact: Transact
  reading: Omit<ReadContext, 'em'>
  drivers: Drivers
  observe(job: { job: string; outcome: 'done' | 'retry' | 'failed' | 'gone'; seconds: number }): void
  onError(error: unknown, job: { id: string; job: string }): void
}

/** Rolls back the effect of a job that was enqueued again, or taken by another worker, while it ran. */
class Superseded extends Error {}

/** Carries out one job: its effect and the end of its row are one transaction, so that it has one effect. */
export function createWork({ fork, transact, reading, drivers, observe, onError }: Deps) {
  return async (jobId: string) => {
    // A queue does not accept the id of a job that runs: one that was enqueued again meanwhile runs again here.
    for (let job = await takeJob(fork(), jobId); job !== null; job = await takeJob(fork(), jobId)) {
      const began = performance.now()
      const outcome = await carryOut(job)
      observe({ job: job.job, outcome, seconds: (performance.now() - began) / 1000 })
    }
  }

  async function carryOut(job: TakenJob) {
    const handler = jobHandlers[job.job] as JobHandler<typeof job.job>
    const payload = job.payload as never
    const extend = setInterval(() => extendLease(fork(), job).catch(error => onError(error, job)), (lease * 1000) / 3)
    try {
      // A job that was taken more often than it may be tried has crashed its worker each time.
      if (job.attempts > jobs[job.job].attempts) throw new Error('The last try did not come to an end.')
      const prepared = await handler.prepare?.(payload, { em: fork(), ...reading, ...drivers })
      await transact(async ctx => {
        await handler.handle(payload, ctx, prepared)
        // Last: an operation that enqueues the same job holds rows that this one writes to; the other order would deadlock.
        const isFinished = await finishJob(ctx.em, job)
        if (!isFinished && !jobs[job.job].keepsEffect) throw new Superseded()
      })
      return 'done' as const
    } catch (error) {
      if (error instanceof Superseded) return 'gone' as const
      onError(error, job)
      return await giveBack(job, handler, error)
    } finally {
      clearInterval(extend)
    }
  }

  async function giveBack(job: TakenJob, { giveUp }: JobHandler<typeof job.job>, error: unknown) {
    // Given up together with its consequences, or not at all: then it is tried again after its lease.
    const last = await transact(async ctx => {
      const isLast = await failJob(ctx.em, job, error)
      if (isLast) await giveUp?.(job.payload as never, ctx)
      return isLast
    }).catch(fault => {
      onError(fault, job)
      return false
    })
    return last ? ('failed' as const) : ('retry' as const)
  }
}
