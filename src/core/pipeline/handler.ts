import type { InputOf, OperationName, OutputOf } from '#contract'
import type { Lane } from '#core/batching/batcher'
import type { Asking, Context, Reading, Viewer } from './context.ts'
import type { Refusal } from './errors.ts'

type Plain<N extends OperationName> = (input: InputOf<N>, ctx: Context<N>) => Promise<OutputOf<N> | Refusal>

/** Does something slow (hashing) before the transaction begins. */
type Prepared<N extends OperationName, P = unknown> = {
  prepare(input: InputOf<N>, ctx: Asking<N>): Promise<P>
  handle(input: InputOf<N>, ctx: Context<N>, prepared: P): Promise<OutputOf<N> | Refusal>
}

/** Makes something, at most once per idempotency key: `make` answers ids, `view` renders them, now or on a repetition. */
type Creating<N extends OperationName, R = Record<string, unknown>> = {
  make(input: InputOf<N>, ctx: Context<N>): Promise<R | Refusal>
  view(made: R, ctx: Reading & { viewer: Viewer }): Promise<OutputOf<N>>
}

/** Joins a lane with other calls. */
type Combined = { lane: Lane; toItem(input: unknown): unknown }

export type Handler<N extends OperationName> = Plain<N> | Prepared<N> | Creating<N> | Combined
export type Handlers = { [N in OperationName]: Handler<N> }

/** A handler of one operation. */
export const handle = <N extends OperationName>(_: N, handler: Plain<N>): Plain<N> => handler

export const prepared = <N extends OperationName, P>(_: N, handler: Prepared<N, P>): Prepared<N> =>
  handler as Prepared<N>

export const creating = <N extends OperationName, R extends Record<string, unknown>>(
  _: N,
  handler: Creating<N, R>,
): Creating<N> => handler as unknown as Creating<N>

export const combined = <N extends OperationName, I, R>(
  _: N,
  lane: Lane<I, R, OutputOf<N>>,
  toItem: (input: InputOf<N>) => I,
): Combined => ({ lane: lane as unknown as Lane, toItem: toItem as Combined['toItem'] })
