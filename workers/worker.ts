import { failJob, finishJob, lease, type TakenJob, takeJob } from '#core/events/outbox'
import type { ReadContext } from '#core/pipeline/context'
import type { Transact } from '#core/pipeline/transaction'
import { rows, sql } from '#database/statement'
import { jobs } from '#jobs'
import { jobHandlers } from './index.ts'
import type { Drivers, Fork, JobHandler } from './job.ts'

type Deps = {
  fork: Fork
  transact: Transact
  reading: Omit<ReadContext, 'em'>
  drivers: Drivers
  observe(task: { job: string; outcome: 'done' | 'retry' | 'failed' | 'gone'; seconds: number }): void
  onError(error: unknown, task: { id: string; job: string }): void
}

/** Rolls the effect of a task back that was asked for anew, or taken by another, while it ran. */
class Superseded extends Error {}

/** Carries out one task: its effect and the end of its row are one transaction, so that it has one effect. */
export function createWork({ fork, transact, reading, drivers, observe, onError }: Deps) {
  return async (jobId: string) => {
    // A queue does not take the id of a job that is under way: what was asked for anew meanwhile, by others or by the job
    // itself, is taken here.
    for (let task = await takeJob(fork(), jobId); task !== null; task = await takeJob(fork(), jobId)) {
      const began = performance.now()
      const outcome = await carryOut(task)
      observe({ job: task.job, outcome, seconds: (performance.now() - began) / 1000 })
    }
  }

  async function carryOut(task: TakenJob) {
    const handler = jobHandlers[task.job] as JobHandler<typeof task.job>
    const payload = task.payload as never
    const extend = setInterval(() => void extendLease(task), (lease * 1000) / 3)
    try {
      // A task that was taken more often than it may be tried has taken its worker down with it each time.
      if (task.attempts > jobs[task.job].attempts) throw new Error('The last try did not come to an end.')
      const prepared = await handler.prepare?.(payload, { em: fork(), ...reading, ...drivers })
      await transact(async ctx => {
        await handler.handle(payload, ctx, prepared)
        // Last: whoever asks for the same task holds what this one writes to, and would be waited for the other way round.
        if (!(await finishJob(ctx.em, task))) throw new Superseded()
      })
      return 'done' as const
    } catch (error) {
      if (error instanceof Superseded) return 'gone' as const
      onError(error, task)
      return await giveBack(task, handler, error)
    } finally {
      clearInterval(extend)
    }
  }

  async function giveBack(task: TakenJob, { giveUp }: JobHandler<typeof task.job>, error: unknown) {
    // Given up in one transaction with what that means, or not at all: then it is tried again after its lease.
    const last = await transact(async ctx => {
      const isLast = await failJob(ctx.em, task, error)
      if (isLast) await giveUp?.(task.payload as never, ctx)
      return isLast
    }).catch(fault => {
      onError(fault, task)
      return false
    })
    return last ? ('failed' as const) : ('retry' as const)
  }

  function extendLease(task: TakenJob) {
    return rows(
      fork(),
      sql`update task set run_at = now() + ${lease} * interval '1 second'
        where id = ${task.id} and generation = ${task.generation}`,
    ).catch(error => onError(error, task))
  }
}
