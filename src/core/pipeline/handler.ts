import type { InputOf, OperationName, OutputOf } from '#contract'
import type { Batch } from '#core/batching/batcher'
import type { Context, PrepareContext, ReadContext, Viewer } from './context.ts'
import type { ApiError } from './errors.ts'

type Plain<N extends OperationName> = (input: InputOf<N>, ctx: Context<N>) => Promise<OutputOf<N> | ApiError>

/** Does something slow (hashing) before the transaction begins. */
type Prepared<N extends OperationName, P = unknown> = {
  prepare(input: InputOf<N>, ctx: PrepareContext<N>): Promise<P>
  handle(input: InputOf<N>, ctx: Context<N>, prepared: P): Promise<OutputOf<N> | ApiError>
}

/** Makes something, at most once per idempotency key: `make` answers ids, `view` renders them, now or on a repetition. */
type Creating<N extends OperationName, R = Record<string, unknown>> = {
  make(input: InputOf<N>, ctx: Context<N>): Promise<R | ApiError>
  view(made: R, ctx: ReadContext & { viewer: Viewer }): Promise<OutputOf<N>>
}

/** Joins a lane with other calls. */
type Batched = { lane: Batch; toItem(input: unknown): unknown }

export type Handler<N extends OperationName> = Plain<N> | Prepared<N> | Creating<N> | Batched
export type Handlers = { [N in OperationName]: Handler<N> }

/** A handler of one operation. */
export const handle = <N extends OperationName>(_: N, handler: Plain<N>): Plain<N> => handler

export const prepared = <N extends OperationName, P>(_: N, handler: Prepared<N, P>): Prepared<N> =>
  handler as Prepared<N>

export const creating = <N extends OperationName, R extends Record<string, unknown>>(
  _: N,
  handler: Creating<N, R>,
): Creating<N> => handler as unknown as Creating<N>

export const batched = <N extends OperationName, I, R>(
  _: N,
  lane: Batch<I, R, OutputOf<N>>,
  toItem: (input: InputOf<N>) => I,
): Batched => ({ lane: lane as unknown as Batch, toItem: toItem as Batched['toItem'] })
