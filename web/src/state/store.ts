import { useSyncExternalStore } from 'react'

export type Store<T> = {
  get: () => T
  set: (next: T | ((now: T) => T)) => void
  subscribe: (listener: () => void) => () => void
}

const resets: (() => void)[] = []

/** A value that components subscribe to. It is reset on sign-out. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const set: Store<T>['set'] = next => {
    const made = typeof next === 'function' ? (next as (now: T) => T)(value) : next
    if (Object.is(made, value)) return
    value = made
    for (const listener of [...listeners]) listener()
  }
  resets.push(() => set(() => initial))
  return {
    get: () => value,
    set,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const resetStores = () => {
  for (const reset of resets) reset()
}

/** The selected part of a store. `select` must return the same object while nothing in it changes. */
export const useStore = <T, S>(store: Store<T>, select: (value: T) => S): S =>
  useSyncExternalStore(store.subscribe, () => select(store.get()))

/** Reads a record by a key from outside, where names such as `constructor` must not find inherited properties. */
export const lookUp = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** `items` with `more` added or replaced by id, in the order of `items` first. */
export function mergeById<T extends { id: string }>(items: readonly T[], more: readonly T[]): T[] {
  const byId = new Map(items.map(item => [item.id, item]))
  for (const item of more) byId.set(item.id, item)
  return [...byId.values()]
}
