import { useEffect } from 'react'
import type { PayloadOf, Profile, User } from '#contract'
import { client, isGone } from '../client.ts'
import { relationWith, setRelation } from './relations.ts'
import { createStore, lookUp, useStore } from './store.ts'
import { toastError } from './toasts.ts'

type Known = Profile | 'missing' | 'unreachable'
type Profiles = Record<string, Known>

/** The profiles that are looked at, by the user name that was asked for. */
const profiles = createStore<Profiles>({})
const watched = new Set<string>()

/** A profile with counts that follow what happens, for as long as it is shown; null until it is loaded. */
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

/** One that is shown already stays where it cannot be loaded anew. */
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

/** For a profile that may have gone without a word. */
export const markIfGone = (username: string): Promise<unknown> =>
  client.call('users.get', { username }).catch(error => isGone(error) && put(username, 'missing'))

function put(username: string, known: Known) {
  const before = lookUp(profiles.get(), username)
  // Whom one has just blocked is not to be found either; the page goes on offering to take that back.
  if (known === 'missing' && isProfile(before) && before.viewer.blocking) return
  if (watched.has(username)) profiles.set(now => ({ ...now, [username]: known }))
}

/** To be called again after what changes who may see whom. */
export const reloadProfiles = () => Promise.all([...watched].map(loadProfile))

/** A watch lasts as long as its connection. */
export async function watch(username: string) {
  try {
    putProfile(username, (await client.call('users.watch', { username })).profile)
  } catch (error) {
    // Otherwise the next connection watches again; until then the counts are as loaded.
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

/** The counts as they were told, moved by what one has done since. */
export function shownCounts(profile: Profile, relation: Profile['viewer']['relation']): Profile['counts'] {
  const was = profile.viewer.relation === 'following' ? 1 : 0
  const is = relation === 'following' ? 1 : 0
  return { ...profile.counts, followers: profile.counts.followers + is - was }
}

function putProfile(username: string, profile: Profile) {
  if (watched.has(username)) setRelation(profile.username, profile.viewer.relation)
  put(username, profile)
}

/** Counts that have just been told include what one has done oneself. */
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
