import { PersonRow } from '../components/person-row.tsx'
import { useMe } from '../state/session.ts'
import { Suggestions } from './suggestions.tsx'

/** The signed-in user and suggestions, beside the feed on a desktop. */
export function Aside() {
  const me = useMe()
  return (
    <aside className="sticky top-8 hidden w-72 shrink-0 self-start lg:block">
      {me && <PersonRow user={me} />}
      <div className="mt-5">
        <Suggestions />
      </div>
      <p className="mt-8 text-xs text-quiet">
        <a href="/docs" className="hover:underline">
          API documentation
        </a>
      </p>
    </aside>
  )
}
