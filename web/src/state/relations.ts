import type { Relation } from '#contract'
import { client } from '../client.ts'
import { createStore, lookUp, useStore } from './store.ts'
import { toastError } from './toasts.ts'

/** The viewer's relations by user name: from profiles, then updated by their own actions on any device. */
const relations = createStore<Record<string, Relation>>({})

export const useRelation = (username: string): Relation | undefined => useStore(relations, now => lookUp(now, username))

export const relationWith = (username: string): Relation | undefined => lookUp(relations.get(), username)

export function setRelation(username: string, relation: Relation) {
  relations.set(now => (lookUp(now, username) === relation ? now : { ...now, [username]: relation }))
}

export async function setFollowing(username: string, follow: boolean, isPrivate: boolean) {
  const before = relationWith(username) ?? 'none'
  setRelation(username, follow ? (isPrivate ? 'requested' : 'following') : 'none')
  try {
    const { relation } = await client.call(follow ? 'users.follow' : 'users.unfollow', { username })
    setRelation(username, relation)
  } catch (error) {
    setRelation(username, before)
    toastError(error)
  }
}
