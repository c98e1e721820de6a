import { useEffect } from 'react'
import type { PayloadOf, Profile, User } from '#contract'
import { client, isGone } from '../client.ts'
import { relationWith, setRelation } from './relations.ts'
import { createStore, lookUp, useStore } from './store.ts'
import { toastError } from './toasts.ts'

type Known = Profile | 'missing' | 'unreachable'
type Profiles = Record<string, Known>

/** Loaded profiles, by the requested user name. */
const profiles = createStore<Profiles>({})
const watched = new Set<string>()

/** A profile with live counts while it is shown. Null until loaded. */
export function useProfile(username: string): Known | null {
  useEffect(() => {
    watched.add(username)
    void loadProfile(username)
    return () => {
      watched.delete(username)
      if (client.session.signedIn) client.call('users.unwatch', { username }).catch(() => undefined)
    }
  }, [username])
  return useStore(profiles, now => lookUp(now, username) ?? null)
}

/** A profile that is already shown stays if reloading fails. */
export async function loadProfile(username: string) {
  try {
    putProfile(username, await client.call('users.get', { username }))
    if (client.session.signedIn) await watch(username)
  } catch (error) {
    if (isGone(error)) put(username, 'missing')
    else if (isProfile(lookUp(profiles.get(), username))) toastError(error)
    else put(username, 'unreachable')
  }
}

/** Marks a profile as missing if it no longer exists, for changes without an event. */
export const markIfGone = (username: string): Promise<unknown> =>
  client.call('users.get', { username }).catch(error => isGone(error) && put(username, 'missing'))

function put(username: string, known: Known) {
  const before = lookUp(profiles.get(), username)
  // A user whom the viewer has just blocked is not found either, but the page keeps offering to unblock.
  if (known === 'missing' && isProfile(before) && before.viewer.blocking) return
  if (watched.has(username)) profiles.set(now => ({ ...now, [username]: known }))
}

/** Call after a change of who may see whom. */
export const reloadProfiles = () => Promise.all([...watched].map(loadProfile))

/** A watch lasts as long as its connection. */
export async function watch(username: string) {
  try {
    putProfile(username, (await client.call('users.watch', { username })).profile)
  } catch (error) {
    // After other errors, the next connection watches again.
    if (isGone(error)) put(username, 'missing')
  }
}

export const watchProfilesAgain = () => Promise.all([...watched].map(watch))

export function applyCounts({ userId, counts }: PayloadOf<'profile.counts'>) {
  change(userId, profile => withRelation({ ...profile, counts }))
}

export function applyProfile(user: User) {
  change(user.id, profile => ({ ...profile, ...user }))
}

export function changeViewer(username: string, viewer: Partial<Profile['viewer']>) {
  profiles.set(now => {
    const known = lookUp(now, username)
    if (!isProfile(known)) return now
    return { ...now, [username]: { ...known, viewer: { ...known.viewer, ...viewer } } }
  })
}

/** The counts from the server, adjusted for a follow or unfollow since. */
export function shownCounts(profile: Profile, relation: Profile['viewer']['relation']): Profile['counts'] {
  const was = profile.viewer.relation === 'following' ? 1 : 0
  const is = relation === 'following' ? 1 : 0
  return { ...profile.counts, followers: profile.counts.followers + is - was }
}

function putProfile(username: string, profile: Profile) {
  if (watched.has(username)) setRelation(profile.username, profile.viewer.relation)
  put(username, profile)
}

/** Counts from the server include the viewer's own follow. */
const withRelation = (profile: Profile): Profile => ({
  ...profile,
  viewer: { ...profile.viewer, relation: relationWith(profile.username) ?? profile.viewer.relation },
})

function change(userId: string, how: (profile: Profile) => Profile) {
  profiles.set(now => {
    const entries = Object.entries(now)
    if (!entries.some(([, known]) => isProfile(known) && known.id === userId)) return now
    return Object.fromEntries(
      entries.map(([name, known]) => [name, isProfile(known) && known.id === userId ? how(known) : known]),
    )
  })
}

const isProfile = (known: Known | undefined): known is Profile => typeof known === 'object'
