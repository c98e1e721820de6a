import type { MikroORM } from '@mikro-orm/postgresql'
import type { z } from 'zod'
import { networkOf } from '#auth/network'
import { type LimitClass, type Operation, type OperationName, type OutputOf, operations } from '#contract'
import { type Batch, createBatcher } from '#core/batching/batcher'
import { runBatch } from '#core/batching/run-batch'
import { forkOf } from '#database/fork'
import type { Context, From, ReadContext, StoredFile, Topic, Viewer, WriteContext } from './context.ts'
import { ApiError, invalid } from './errors.ts'
import type { Handlers } from './handler.ts'
import { claimKeys, hashOf, keepResults, otherBody } from './idempotency.ts'
import { inputErrors, inWords } from './input-errors.ts'
import { type Limiter, type LimitState, limits, type SocketAct, socketLimits } from './limits.ts'
import { databaseError, type Transact } from './transaction.ts'

/** One call as a door passes it on. */
export type Call = {
  viewer: Viewer | null
  from: From
  file?: StoredFile
  watch?(topic: Topic): void
  unwatch?(topic: Pick<Topic, 'topic' | 'id'>): void
  /** Learns how many calls of this kind are left. */
  counted?(limit: LimitClass, state: LimitState): void
  /** Was let in by `admit` before. */
  admitted?: true
}

export type Run = {
  <N extends OperationName>(name: N, raw: unknown, call: Call): Promise<OutputOf<N>>
  /** Refuses who calls an operation too often. */
  count(name: OperationName, call: Pick<Call, 'viewer' | 'from' | 'counted'>): Promise<void>
  /** Refuses who does something too often over sockets that is no operation. */
  countAct(act: SocketAct, viewer: Viewer): Promise<void>
  /** Refuses who calls an operation too often, or may not: before a door takes what is large. */
  admit(name: OperationName, call: Call): Promise<void>
}

type Deps = {
  orm: MikroORM
  handlers: Handlers
  reading: Omit<ReadContext, 'em'>
  transact: Transact
  limiter: Limiter
  observe(batch: { lane: string; size: number }): void
  onError(error: unknown, name: string): void
}

type Output = Record<string, unknown>
type Erased = {
  handle?(input: Output, ctx: unknown, prepared?: unknown): Promise<Output | ApiError>
  prepare?(input: Output, ctx: unknown): Promise<unknown>
  make?(input: Output, ctx: unknown): Promise<Output | ApiError>
  view?(made: Output, ctx: unknown): Promise<Output>
  lane?: Batch
  toItem?(input: Output): unknown
}

/** The pipeline, the only way into a feature: sign-in → rate limit → parse → transaction → handler → output → commit → release. */
export function createRun({ orm, handlers, reading, transact, limiter, observe, onError }: Deps): Run {
  const fork = forkOf(orm)
  const batchers = new Map<Batch, ReturnType<typeof batcherOf>>()
  const idempotencyOf = (name: OperationName, operation: Operation, input: Output, call: Call) => {
    const { viewer, file } = call
    const { idempotencyKey, ...body } = input
    if (!operation.idempotent || typeof idempotencyKey !== 'string' || viewer === null) return null
    return { operation: name, key: idempotencyKey.toLowerCase(), hash: hashOf({ ...body, file: file?.digest }) }
  }

  const runOrReject = async (name: OperationName, raw: unknown, call: Call) => {
    try {
      return await run(name, raw, call)
    } catch (error) {
      if (error instanceof ApiError) throw error
      const refusal = databaseError(error)
      if (refusal === null) onError(error, name)
      throw refusal ?? new ApiError('internal', 'Something went wrong here; it has been noted.')
    }
  }
  return Object.assign(runOrReject as Run, { count, countAct, admit })

  async function count(name: OperationName, { viewer, from, counted }: Pick<Call, 'viewer' | 'from' | 'counted'>) {
    const { limit } = operations[name]
    const who = isPublicAuth(operations[name]) ? null : viewer
    const state = await limiter.consume(`${limit} ${who?.id ?? networkOf(from.ip)}`, limits[limit])
    counted?.(limit, state)
    if (!state.ok) throw tooMany(state.resetSeconds)
  }

  async function countAct(act: SocketAct, viewer: Viewer) {
    const state = await limiter.consume(`${act} ${viewer.id}`, socketLimits[act])
    if (!state.ok) throw tooMany(state.resetSeconds)
  }

  // Counted first, so that what is refused cannot be asked for without end.
  async function admit(name: OperationName, call: Call) {
    await count(name, call)
    checkAccess(operations[name], call.viewer)
  }

  async function run(name: OperationName, raw: unknown, call: Call) {
    const operation = operations[name] as Operation
    if (!call.admitted) await admit(name, call)
    const input = parse(operation.input, raw)
    const handler = handlerOf(handlers[name])
    if (handler.lane && handler.toItem) {
      const idempotency = idempotencyOf(name, operation, input, call)
      const output = await batcherFor(handler.lane)({
        input: handler.toItem(input),
        viewer: call.viewer as Viewer,
        idempotency,
      })
      return operation.output.parse(output)
    }
    const { viewer, from, file = null, watch = () => {}, unwatch = () => {} } = call
    const extra = { viewer, from, limiter, file, watch, unwatch }
    if (operation.kind === 'read') {
      const output = await handler.handle?.(input, { em: fork(), ...reading, ...extra })
      return operation.output.parse(orThrow(output))
    }
    const ready = await handler.prepare?.(input, { em: fork(), ...reading, viewer, from, limiter })
    const idempotency = idempotencyOf(name, operation, input, call)
    return orThrow(
      await transact(async writing => {
        const ctx = { ...writing, ...extra }
        const output = handler.make
          ? await makeOnce(handler, input, ctx as Context, idempotency)
          : await handler.handle?.(input, ctx, ready)
        return output instanceof ApiError ? output : operation.output.parse(output)
      }),
    )
  }

  function batcherFor(lane: Batch) {
    let batcher = batchers.get(lane)
    if (!batcher) {
      batcher = batcherOf(lane)
      batchers.set(lane, batcher)
    }
    return batcher
  }

  function batcherOf(lane: Batch) {
    const onBatch = (size: number) => observe({ lane: lane.name, size })
    return createBatcher<unknown, unknown, unknown>((items, ctx) => runBatch(lane, items, ctx), lane, transact, onBatch)
  }
}

const handlerOf = (handler: unknown): Erased =>
  typeof handler === 'function' ? { handle: handler as Erased['handle'] & {} } : (handler as Erased)

/** Whether an operation is how somebody gets a token: a token of theirs gives them no more tries. */
export const isPublicAuth = ({ access, limit }: Pick<Operation, 'access' | 'limit'>) =>
  access === 'public' && limit === 'auth'

/** Refuses who may not call an operation: nobody signed in, or an unfinished sign-up. */
export function checkAccess({ access }: Pick<Operation, 'access'>, viewer: Viewer | null) {
  if (access === 'public') return
  if (viewer === null) throw new ApiError('unauthenticated', 'An access token is needed.')
  if (access !== 'stage') checkFinished(viewer)
  if (access === 'moderator' && viewer.role !== 'moderator')
    throw new ApiError('forbidden', 'Only moderators may do this.')
}

/** Refuses somebody whose sign-up is unfinished, and says which stage is next. */
export function checkFinished({ stage }: Viewer) {
  if (stage === 'done') return
  throw new ApiError('forbidden', `The sign-up is not finished; the next stage is ${stage}.`, { fields: { stage } })
}

export const tooMany = (seconds: number) =>
  new ApiError('rate_limited', `Too many calls; try again in ${seconds} s.`, { retryAfter: seconds })

function parse(schema: z.ZodObject, raw: unknown): Output {
  const parsed = schema.safeParse(raw ?? {}, { error: inWords })
  if (parsed.success) return parsed.data
  throw invalid(inputErrors(parsed.error))
}

const orThrow = (output: Output | ApiError | undefined) => {
  if (output instanceof ApiError) throw output
  return output
}

async function makeOnce(
  { make, view }: Erased,
  input: Output,
  ctx: Context & WriteContext,
  idempotency: { operation: string; key: string; hash: string } | null,
) {
  if (!make || !view) throw new Error('A creating handler has make and view.')
  if (idempotency === null) {
    const made = await make(input, ctx)
    return made instanceof ApiError ? made : view(made, ctx)
  }
  const claim = { userId: (ctx.viewer as Viewer).id, ...idempotency }
  const [known] = await claimKeys(ctx.em, [claim])
  if (known) return known.hash === claim.hash && known.result ? view(known.result, ctx) : otherBody()
  const made = await make(input, ctx)
  await keepResults(ctx.em, [{ ...claim, result: made instanceof ApiError ? null : made }])
  return made instanceof ApiError ? made : view(made, ctx)
}
