import type { EntityManager } from '@mikro-orm/postgresql'
import type { ChangeOf, EventName, Namespace, TopicName, Topics, UpdateOf } from '#contract'
import type { SignImageUrl } from '#photos/image-urls'

export type RenderContext = { em: EntityManager; imageUrl: SignImageUrl }

/** An update of one thing, as its watchers get it. */
export type Rendered<Update> = {
  update: Update
  /** For those of the viewers who get another update than the rest: theirs, or null for none. */
  variants?(viewerIds: readonly string[]): Promise<Map<string, Update | null>>
}

/** How one kind of thing is watched live. Everything else about watching is the same for all topics. */
export type Topic<Change, Update> = {
  namespace: Namespace
  /** The event that carries its updates. */
  event: EventName
  /** Milliseconds between two updates of one thing. */
  pace: number
  /** Adds a later change to an earlier one. Changes of other nodes may come out of order. */
  fold(earlier: Change, later: Change): Change
  /** What is left of a change when watchers have its update: later changes are folded onto it, so that none runs backwards. */
  sent(change: Change): Change
  /** Updates by id, of many things at once; none for what is gone. */
  render(ctx: RenderContext, changes: ReadonlyMap<string, Change>): Promise<Map<string, Rendered<Update>>>
  /**
   * Those of the viewers who may go on watching what belongs to an account. Without it, everybody may whom no block
   * parts from the owner.
   */
  mayWatch?(ctx: Pick<RenderContext, 'em'>, ownerId: string, viewerIds: readonly string[]): Promise<Set<string>>
}

/** A topic of the contract. */
export type DeclaredTopic<N extends TopicName> = Topic<ChangeOf<N>, UpdateOf<N>> & { event: Topics[N]['event'] }
export type DeclaredTopics = { [N in TopicName]: DeclaredTopic<N> }

/** Topics by name, whatever they carry. */
// biome-ignore lint/suspicious/noExplicitAny: a change is only ever given to the topic that it is a change of
export type AnyTopics = Readonly<Record<string, Topic<any, any>>>
