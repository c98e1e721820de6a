import type { MikroORM } from '@mikro-orm/postgresql'
import { networkOf } from '#auth/network'
import { type InputOf, type LimitClass, type Operation, type OperationName, type OutputOf, operations } from '#contract'
import { type Batch, createBatcher } from '#core/batching/batcher'
import { runBatch } from '#core/batching/run-batch'
import { forkOf } from '#database/fork'
import { checkAccess, isPublicAuth } from './access.ts'
import type { CallContext, Context, From, ReadContext, StoredFile, Topic, Viewer } from './context.ts'
import { ApiError, invalid, tooMany } from './errors.ts'
import type { Batchers, Creating, Handler, Handlers, Made, Paged } from './handler.ts'
import { claimKeys, keepResults } from './idempotency.sql.ts'
import { hashOf, otherBody } from './idempotency.ts'
import { inputErrors, inWords } from './input-errors.ts'
import { type Limiter, type LimitState, limits, type SocketAct, socketLimits } from './limits.ts'
import { cutPage, pageOf } from './page.ts'
import { databaseError, type Transact } from './transaction.ts'

/** One call as a transport passes it on. */
export type Call = {
  viewer: Viewer | null
  from: From
  file?: StoredFile
  watch?(topic: Topic): void
  unwatch?(topic: Pick<Topic, 'topic' | 'id'>): void
  /** Learns how many calls of this class are left. */
  counted?(limit: LimitClass, state: LimitState): void
  /** `admit` has let it in. */
  admitted?: true
}

export type Run = {
  <N extends OperationName>(name: N, raw: unknown, call: Call): Promise<OutputOf<N>>
  /** Counts a call; throws when there were too many. */
  count(name: OperationName, call: Pick<Call, 'viewer' | 'from' | 'counted'>): Promise<void>
  /** The same for what a socket does besides operations. */
  countAct(act: SocketAct, viewer: Viewer): Promise<void>
  /** Counts a call and checks who may make it, before a transport receives what is large. */
  admit(name: OperationName, call: Call): Promise<void>
}

type Deps = {
  orm: MikroORM
  handlers: Handlers
  reading: Omit<ReadContext, 'em'>
  transact: Transact
  limiter: Limiter
  observe(batch: { batch: string; size: number }): void
  onError(error: unknown, name: string): void
}

type Idempotency = { operation: string; key: string; hash: string } | null

/** The pipeline, the only way into a feature: authorise → rate limit → parse → transaction → handler → output → commit → release. */
export function createRun({ orm, handlers, reading, transact, limiter, observe, onError }: Deps): Run {
  const fork = forkOf(orm)
  const batchers = createBatchers(transact, observe)

  return Object.assign(runOrReject, { count, countAct, admit })

  async function runOrReject<N extends OperationName>(name: N, raw: unknown, call: Call) {
    try {
      return await run(name, raw, call)
    } catch (error) {
      if (error instanceof ApiError) throw error
      const known = databaseError(error)
      if (known === null) onError(error, name)
      throw known ?? new ApiError('internal', 'Internal error; it has been logged.')
    }
  }

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

  // Counted first: calls that are rejected use the limit up as well.
  async function admit(name: OperationName, call: Call) {
    await count(name, call)
    checkAccess(operations[name], call.viewer)
  }

  async function run<N extends OperationName>(name: N, raw: unknown, call: Call): Promise<OutputOf<N>> {
    const operation = operations[name]
    if (!call.admitted) await admit(name, call)
    const input = parse(name, raw)
    const handler: Handler<N> = handlers[name]
    const { viewer, from, file = null, watch = () => {}, unwatch = () => {} } = call
    const idempotency = idempotencyOf(name, input, call)
    if (handler.kind === 'batched') {
      return parseOutput(name, await handler.run(input, { viewer: viewer as Viewer, idempotency }, batchers))
    }
    // What an operation's access promises of its viewer has been checked by `admit`.
    const own = { viewer, from, limiter, file, watch, unwatch } as CallContext<N>
    if (operation.kind === 'read') {
      return parseOutput(
        name,
        await work(handler, input, { em: fork(), ...reading, ...own } as unknown as Context<N>, null),
      )
    }
    const rest =
      handler.kind === 'prepared' ? await handler.prepare(input, { em: fork(), ...reading, ...own }) : undefined
    return transact(async writing => {
      const ctx = { ...writing, ...own } as unknown as Context<N>
      return parseOutput(name, rest ? await rest(ctx) : await work(handler, input, ctx, idempotency))
    })
  }
}

/** Runs what a handler does in its transaction, or without one where it only reads. */
function work<N extends OperationName>(
  handler: Handler<N>,
  input: InputOf<N>,
  ctx: Context<N>,
  idempotency: Idempotency,
): Promise<OutputOf<N>> {
  if (handler.kind === 'plain') return handler.handle(input, ctx)
  if (handler.kind === 'creating') return makeOnce(handler, input, ctx, idempotency)
  if (handler.kind === 'paged') return viewPage(handler, input, ctx)
  throw new Error(`${handler.operation} has no work of its own.`)
}

async function makeOnce<N extends OperationName>(
  { make, view }: Creating<N>,
  input: InputOf<N>,
  ctx: Context<N>,
  idempotency: Idempotency,
): Promise<OutputOf<N>> {
  const viewing = ctx as ReadContext & { viewer: Viewer }
  if (idempotency === null) return view(await make(input, ctx), viewing)
  const claim = { userId: viewing.viewer.id, ...idempotency }
  const [known] = await claimKeys(ctx.em, [claim])
  if (known) {
    if (known.hash !== claim.hash || !known.result) throw otherBody()
    return view(known.result as Made, viewing)
  }
  const made = await make(input, ctx)
  await keepResults(ctx.em, [{ ...claim, result: made }])
  return view(made, viewing)
}

async function viewPage<N extends OperationName>({ find, view }: Paged<N>, input: InputOf<N>, ctx: Context<N>) {
  const page = pageOf(input as { cursor?: string; limit: number })
  const { ids, nextCursor } = cutPage(await find(input, ctx, page), page.limit)
  const items = await view(ids, ctx, input)
  return { items: items.filter(item => item !== null), nextCursor } as OutputOf<N>
}

/** Makes the batcher of a batch when its first call comes. */
function createBatchers(transact: Transact, observe: Deps['observe']): Batchers {
  const known = new Map<unknown, unknown>()
  return <I, R, O>(batch: Batch<I, R, O>) => {
    const onBatch = (size: number) => observe({ batch: batch.name, size })
    const batcher =
      known.get(batch) ?? createBatcher<I, R, O>((items, ctx) => runBatch(batch, items, ctx), batch, transact, onBatch)
    known.set(batch, batcher)
    return batcher as ReturnType<typeof createBatcher<I, R, O>>
  }
}

function idempotencyOf(name: OperationName, input: object, { viewer, file }: Call): Idempotency {
  const { idempotencyKey, ...body } = input as { idempotencyKey?: unknown }
  const { idempotent } = operations[name] as Operation
  if (!idempotent || typeof idempotencyKey !== 'string' || viewer === null) return null
  return { operation: name, key: idempotencyKey.toLowerCase(), hash: hashOf({ ...body, file: file?.digest }) }
}

function parse<N extends OperationName>(name: N, raw: unknown): InputOf<N> {
  const parsed = (operations[name] as Operation).input.safeParse(raw ?? {}, { error: inWords })
  if (parsed.success) return parsed.data as InputOf<N>
  throw invalid(inputErrors(parsed.error))
}

const parseOutput = <N extends OperationName>(name: N, output: OutputOf<N>) =>
  (operations[name] as Operation).output.parse(output) as OutputOf<N>
