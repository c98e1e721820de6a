import type { Relation } from '#contract'
import { client } from '../client.ts'
import { createStore, own, useStore } from './store.ts'
import { complain } from './toasts.ts'

/** How one stands to people, by user name: what profiles said, what one has done since, here or on another device. */
const relations = createStore<Record<string, Relation>>({})

export const useRelation = (username: string): Relation | undefined => useStore(relations, now => own(now, username))

export const relationTo = (username: string): Relation | undefined => own(relations.get(), username)

export function noteRelation(username: string, relation: Relation) {
  relations.set(now => (own(now, username) === relation ? now : { ...now, [username]: relation }))
}

export async function setFollowing(username: string, follow: boolean, isPrivate: boolean) {
  const before = relationTo(username) ?? 'none'
  noteRelation(username, follow ? (isPrivate ? 'requested' : 'following') : 'none')
  try {
    const { relation } = await client.call(follow ? 'users.follow' : 'users.unfollow', { username })
    noteRelation(username, relation)
  } catch (error) {
    noteRelation(username, before)
    complain(error)
  }
}
