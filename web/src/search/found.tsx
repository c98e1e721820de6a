import { SearchX } from 'lucide-react'
import type { Person } from '#contract'
import { client } from '../client.ts'
import { Empty } from '../parts/empty.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { PersonRow } from '../parts/person.tsx'
import { NotYet } from '../parts/unreachable.tsx'
import { usePages } from '../parts/use-pages.ts'
import { counted } from '../post/actions.tsx'
import { noteSearch } from '../state/recent-searches.ts'

/** People whose names are like what was typed. */
export function Found({ q }: { q: string }) {
  const { items, failed, reload } = usePages<Person>(q, () => client.call('users.search', { q, limit: 30 }))
  if (!items) return <NotYet failed={failed} onRetry={reload} />
  return (
    <>
      <p role="status" className="sr-only">
        {counted(items.length, 'person', 'people')} found
      </p>
      {items.length === 0 && (
        <Empty icon={SearchX} title="Nobody found">
          <p>No user name or full name is like “{q}”.</p>
        </Empty>
      )}
      <ul aria-label="People">
        {items.map(person => (
          <li key={person.id}>
            <PersonRow user={person} onVisit={() => noteSearch(person.username)}>
              <FollowButton user={person} relation={person.viewer.relation} followedBy={person.viewer.followedBy} />
            </PersonRow>
          </li>
        ))}
      </ul>
    </>
  )
}
