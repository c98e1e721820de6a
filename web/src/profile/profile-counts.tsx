import type { Profile } from '#contract'
import { compactNumber } from '../components/numbers.ts'
import type { PeopleList } from './people-dialog.tsx'

type CountsProps = {
  counts: Profile['counts']
  /** Opens a list of people; null if the viewer may not see it. */
  onOpen: ((list: PeopleList) => void) | null
}

export function ProfileCounts({ counts, onOpen }: CountsProps) {
  const entries: [number, string, PeopleList | null][] = [
    [counts.posts, counts.posts === 1 ? 'post' : 'posts', null],
    [counts.followers, counts.followers === 1 ? 'follower' : 'followers', 'followers'],
    [counts.following, 'following', 'following'],
  ]
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-2 min-[22rem]:gap-x-6 max-md:text-sm md:gap-x-10">
      {entries.map(([count, noun, list]) => {
        const entry = (
          <>
            <b className="font-semibold text-ink tabular-nums max-md:text-base">{compactNumber(count)}</b> {noun}
          </>
        )
        return (
          <li key={noun} className="text-quiet">
            {list && onOpen ? (
              <button
                type="button"
                className="max-md:grid max-md:justify-items-start md:hover:underline"
                onClick={() => onOpen(list)}
              >
                {entry}
              </button>
            ) : (
              <span className="max-md:grid">{entry}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
