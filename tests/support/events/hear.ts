import type { EntryMeta, Handlers, HeliographClient } from '#client'
import { type EventName, events, type PayloadOf } from '#contract'

export type Heard<E extends EventName = EventName> = {
  [K in E]: { event: K; payload: PayloadOf<K>; meta?: EntryMeta }
}[E]

/** All of these events that a client receives from now on, in order. Resolves when it is connected. */
export async function hear<E extends EventName>(client: HeliographClient, ...names: E[]): Promise<Heard<E>[]> {
  const heard: Heard<E>[] = []
  for (const event of names) {
    client.on(event, ((payload: PayloadOf<E>, meta?: EntryMeta) => {
      heard.push({ event, payload, ...(meta && { meta }) } as Heard<E>)
    }) as Handlers[E])
  }
  await client.connect(...new Set(names.map(name => events[name].namespace)))
  return heard
}
