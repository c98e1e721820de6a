import type { InputOf, OperationName, OutputOf } from '#contract'
import type { Batch, Item } from '#core/batching/batcher'
import type { Context, PrepareContext, ReadContext, Viewer } from './context.ts'
import type { Page, Place } from './page.ts'

/** Does what the operation says, in one transaction where it writes. */
export type Plain<N extends OperationName> = {
  kind: 'plain'
  operation: N
  handle(input: InputOf<N>, ctx: Context<N>): Promise<OutputOf<N>>
}

/** Does something slow, such as hashing, before its transaction begins; `prepare` returns the rest of the work. */
export type Prepared<N extends OperationName> = {
  kind: 'prepared'
  operation: N
  prepare(input: InputOf<N>, ctx: PrepareContext<N>): Promise<(ctx: Context<N>) => Promise<OutputOf<N>>>
}

/** Creates something once per idempotency key: what `make` returns is kept, and `view` renders it, now and on a retry. */
export type Creating<N extends OperationName> = {
  kind: 'creating'
  operation: N
  make(input: InputOf<N>, ctx: Context<N>): Promise<Made>
  view(made: Made, ctx: ReadContext & { viewer: Viewer }): Promise<OutputOf<N>>
}
export type Made = Record<string, unknown>

/** Joins other calls in one transaction. */
export type Batched<N extends OperationName> = {
  kind: 'batched'
  operation: N
  run(input: InputOf<N>, call: Omit<Item<never>, 'input'>, batchers: Batchers): Promise<OutputOf<N>>
}
/** The one batcher of each batch in this process. */
export type Batchers = <I, R, O>(batch: Batch<I, R, O>) => (item: Item<I>) => Promise<O>

type Paging = {
  input: { cursor?: string | undefined; limit: number }
  output: { items: unknown[]; nextCursor: string | null }
}
/** Operations that list something page by page. */
export type PagedName = {
  [N in OperationName]: InputOf<N> extends Paging['input'] ? (OutputOf<N> extends Paging['output'] ? N : never) : never
}[OperationName]
type ItemOf<N extends OperationName> = OutputOf<N> extends { items: (infer Item)[] } ? Item : never

/** Lists something page by page: `find` returns the places of a page, `view` its items, null for what is not shown. */
export type Paged<N extends OperationName> = {
  kind: 'paged'
  operation: N
  find(input: InputOf<N>, ctx: Context<N>, page: Page): Promise<Place[]>
  view(ids: string[], ctx: Context<N>, input: InputOf<N>): Promise<(ItemOf<N> | null)[]>
}

export type Handler<N extends OperationName> = Plain<N> | Prepared<N> | Creating<N> | Batched<N> | Paged<N>
export type Handlers = { [N in OperationName]: Handler<N> }
/** The handlers of a noun: a missing one does not compile. */
export type HandlersOf<Noun extends string> = { [N in Extract<OperationName, `${Noun}.${string}`>]: Handler<N> }

/** Names a step of a handler for stack traces: "posts.saved find". Functions with a name of their own keep it. */
const named = <F extends (...args: never[]) => unknown>(operation: OperationName, step: string, run: F): F =>
  run.name === step ? Object.defineProperty(run, 'name', { value: `${operation} ${step}` }) : run

export const plain = <N extends OperationName>(operation: N, handle: Plain<N>['handle']): Plain<N> => ({
  kind: 'plain',
  operation,
  handle,
})

export const prepared = <N extends OperationName, P>(
  operation: N,
  {
    prepare,
    handle,
  }: {
    prepare(input: InputOf<N>, ctx: PrepareContext<N>): Promise<P>
    handle(input: InputOf<N>, ctx: Context<N>, ready: P): Promise<OutputOf<N>>
  },
): Prepared<N> => {
  const before = named(operation, 'prepare', prepare)
  const rest = named(operation, 'handle', handle)
  return {
    kind: 'prepared',
    operation,
    async prepare(input, asking) {
      const ready = await before(input, asking)
      return ctx => rest(input, ctx, ready)
    },
  }
}

export const creating = <N extends OperationName, M extends Made>(
  operation: N,
  {
    make,
    view,
  }: {
    make(input: InputOf<N>, ctx: Context<N>): Promise<M>
    view(made: M, ctx: ReadContext & { viewer: Viewer }): Promise<OutputOf<N>>
  },
): Creating<N> => ({
  kind: 'creating',
  operation,
  make: named(operation, 'make', make),
  // What is kept under a key was made by the same operation.
  view: (made, ctx) => view(made as M, ctx),
})

export const batched = <N extends OperationName, I, R>(
  operation: N,
  batch: Batch<I, R, OutputOf<N>>,
  toItem: (input: InputOf<N>) => I,
): Batched<N> => ({
  kind: 'batched',
  operation,
  run: (input, call, batchers) => batchers(batch)({ ...call, input: toItem(input) }),
})

export const paged = <N extends PagedName>(
  operation: N,
  { find, view }: Pick<Paged<N>, 'find' | 'view'>,
): Paged<N> => ({
  kind: 'paged',
  operation,
  find: named(operation, 'find', find),
  view: named(operation, 'view', view),
})
