import { UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { Person, Profile } from '#contract'
import { client } from '../client.ts'
import { CompactButton } from '../components/compact-button.tsx'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { FollowButton } from '../components/follow-button.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { SearchField } from '../components/search-field.tsx'
import { useDebounced } from '../hooks/use-debounced.ts'
import { usePages } from '../hooks/use-pages.ts'
import { toastError } from '../state/toasts.ts'

export const peopleLists = ['followers', 'following'] as const
export type PeopleList = (typeof peopleLists)[number]

type PeopleProps = { profile: Profile; list: PeopleList; onClose: () => void }

/** A user's followers or the accounts they follow. The viewer can remove their own followers. */
export function PeopleDialog({ profile: { username, viewer }, list, onClose }: PeopleProps) {
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed.trim())
  const { items, more, drop, failed, reload } = usePages<Person>(`${username} ${list} ${q}`, at =>
    client.call(list === 'followers' ? 'users.followers' : 'users.following', { username, ...(q && { q }), ...at }),
  )
  const removable = list === 'followers' && viewer.relation === 'self'
  const [removing, setRemoving] = useState<Person | null>(null)
  async function remove(person: Person) {
    setRemoving(null)
    try {
      await client.call('users.removeFollower', { username: person.username })
      drop(person.id)
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Dialog label={titles[list]} onClose={onClose}>
      <DialogTitle title={titles[list]} onClose={onClose} />
      <div className="px-4 pt-3 pb-2">
        <SearchField value={typed} onValue={setTyped} />
      </div>
      <div className="h-[min(26rem,60dvh)] overflow-y-auto px-4 pb-3">
        {!items && <LoadState failed={failed} onRetry={reload} />}
        {items?.length === 0 && <p className="py-10 text-center text-quiet">{q ? 'No results.' : emptyTexts[list]}</p>}
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
                  <CompactButton
                    label="Remove"
                    about={person.username}
                    icon={UserRoundX}
                    onClick={() => setRemoving(person)}
                  />
                )}
              </PersonRow>
            </li>
          ))}
        </ul>
        {items && more && <LoadMore onMore={more} at={items.length} />}
      </div>
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.username}?`}
          action="Remove"
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        >
          <p>They’ll no longer follow you. We won’t tell them.</p>
        </ConfirmDialog>
      )}
    </Dialog>
  )
}

const titles = { followers: 'Followers', following: 'Following' }
const emptyTexts = { followers: 'No followers yet.', following: 'Not following anyone yet.' }
