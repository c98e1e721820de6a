import { Search, UserRoundX } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Person, Profile } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../parts/dialog.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { MoreBelow } from '../parts/more-below.tsx'
import { PersonRow } from '../parts/person.tsx'
import { ShortButton } from '../parts/short-button.tsx'
import { Spinner } from '../parts/spinner.tsx'
import { usePages } from '../parts/use-pages.ts'
import { complain } from '../state/toasts.ts'

export const peopleLists = ['followers', 'following'] as const
export type PeopleList = (typeof peopleLists)[number]

type PeopleProps = { profile: Profile; list: PeopleList; onClose: () => void }

/** Followers or followed, to look through and to follow. One's own followers can be removed. */
export function PeopleDialog({ profile: { username, viewer }, list, onClose }: PeopleProps) {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const { items, more, drop } = usePages<Person>(`${username} ${list} ${q}`, at =>
    client.call(list === 'followers' ? 'users.followers' : 'users.following', { username, ...(q && { q }), ...at }),
  )
  const removable = list === 'followers' && viewer.relation === 'self'
  async function remove(person: Person) {
    try {
      await client.call('users.removeFollower', { username: person.username })
      drop(person.id)
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Dialog label={titles[list]} onClose={onClose}>
      <DialogTitle title={titles[list]} onClose={onClose} />
      <label className="relative block px-4 pt-3 pb-2">
        <span className="sr-only">Search</span>
        <Search size={18} aria-hidden className="absolute top-6 left-8 text-quiet" />
        <input
          type="search"
          value={typed}
          placeholder="Search"
          autoCapitalize="none"
          spellCheck={false}
          onChange={event => setTyped(event.target.value)}
          className="field h-11 pl-11"
        />
      </label>
      <div className="h-[min(26rem,60dvh)] overflow-y-auto px-4 pb-3">
        {!items && (
          <div className="grid h-32 place-items-center">
            <Spinner />
          </div>
        )}
        {items?.length === 0 && (
          <p className="py-10 text-center text-quiet">{q ? 'Nobody of that name.' : none[list]}</p>
        )}
        <ul aria-label={titles[list]}>
          {items?.map(person => (
            <li key={person.id}>
              <PersonRow user={person} onVisit={onClose}>
                <FollowButton
                  user={person}
                  relation={person.viewer.relation}
                  followedBy={person.viewer.followedBy}
                  subtle={removable}
                />
                {removable && (
                  <ShortButton
                    label="Remove"
                    about={person.username}
                    icon={UserRoundX}
                    onClick={() => remove(person)}
                  />
                )}
              </PersonRow>
            </li>
          ))}
        </ul>
        {items && more && <MoreBelow onMore={more} count={items.length} />}
      </div>
    </Dialog>
  )
}

const titles = { followers: 'Followers', following: 'Following' }
const none = { followers: 'No followers yet.', following: 'Follows nobody yet.' }

/** A text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
