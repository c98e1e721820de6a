import { UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { Person, Profile } from '#contract'
import { client } from '../client.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Dialog, DialogTitle } from '../parts/dialog.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { MoreBelow } from '../parts/more-below.tsx'
import { PersonRow } from '../parts/person.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { ShortButton } from '../parts/short-button.tsx'
import { NotYet } from '../parts/unreachable.tsx'
import { usePages } from '../parts/use-pages.ts'
import { useSettled } from '../parts/use-settled.ts'
import { complain } from '../state/toasts.ts'

export const peopleLists = ['followers', 'following'] as const
export type PeopleList = (typeof peopleLists)[number]

type PeopleProps = { profile: Profile; list: PeopleList; onClose: () => void }

/** Followers or followed, to look through and to follow. One's own followers can be removed. */
export function PeopleDialog({ profile: { username, viewer }, list, onClose }: PeopleProps) {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const { items, more, drop, failed, reload } = usePages<Person>(`${username} ${list} ${q}`, at =>
    client.call(list === 'followers' ? 'users.followers' : 'users.following', { username, ...(q && { q }), ...at }),
  )
  const removable = list === 'followers' && viewer.relation === 'self'
  const [leaving, setLeaving] = useState<Person | null>(null)
  async function remove(person: Person) {
    setLeaving(null)
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
      <div className="px-4 pt-3 pb-2">
        <SearchField value={typed} onValue={setTyped} />
      </div>
      <div className="h-[min(26rem,60dvh)] overflow-y-auto px-4 pb-3">
        {!items && <NotYet failed={failed} onRetry={reload} />}
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
                    onClick={() => setLeaving(person)}
                  />
                )}
              </PersonRow>
            </li>
          ))}
        </ul>
        {items && more && <MoreBelow onMore={more} at={items.length} />}
      </div>
      {leaving && (
        <Confirm
          title={`Remove ${leaving.username}?`}
          action="Remove"
          onConfirm={() => remove(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>They no longer follow you. They are not told.</p>
        </Confirm>
      )}
    </Dialog>
  )
}

const titles = { followers: 'Followers', following: 'Following' }
const none = { followers: 'No followers yet.', following: 'Follows nobody yet.' }
