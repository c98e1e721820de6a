import { SearchX } from 'lucide-react'
import type { Person } from '#contract'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { FollowButton } from '../components/follow-button.tsx'
import { LoadState } from '../components/load-state.tsx'
import { pluralize } from '../components/numbers.ts'
import { PersonRow } from '../components/person-row.tsx'
import { FoundHashtags } from '../hashtags/found-hashtags.tsx'
import { usePages } from '../hooks/use-pages.ts'
import { addRecentSearch } from '../state/recent-searches.ts'

/** People and hashtags that match the query; after a #, hashtags alone. */
export const Found = ({ q }: { q: string }) =>
  /^[#＃]/.test(q) ? (
    <FoundHashtags q={q} limit={30} />
  ) : (
    <>
      <FoundHashtags q={q} limit={3} />
      <FoundPeople q={q} />
    </>
  )

function FoundPeople({ q }: { q: string }) {
  const { items, failed, reload } = usePages<Person>(q, () => client.call('users.search', { q, limit: 30 }))
  if (!items) return <LoadState failed={failed} onRetry={reload} />
  return (
    <>
      <p role="status" className="sr-only">
        {pluralize(items.length, 'person', 'people')} found
      </p>
      {items.length === 0 && (
        <Empty icon={SearchX} title="No results">
          <p>No people match “{q}”.</p>
        </Empty>
      )}
      <ul aria-label="People">
        {items.map(person => (
          <li key={person.id}>
            <PersonRow user={person} onVisit={() => addRecentSearch(person.username)}>
              <FollowButton user={person} relation={person.viewer.relation} followedBy={person.viewer.followedBy} />
            </PersonRow>
          </li>
        ))}
      </ul>
    </>
  )
}
