import { X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { User } from '#contract'
import { client } from '../client.ts'
import { FollowButton } from '../components/follow-button.tsx'
import { LoadError } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { toastError } from '../state/toasts.ts'

/** People to follow, who can be dismissed. Renders nothing if there are none. */
export function Suggestions({ limit = 5 }: { limit?: number }) {
  const [people, setPeople] = useState<User[]>([])
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    client.call('users.suggested', { limit }).then(
      page => setPeople(page.items),
      () => setFailed(true),
    )
  }, [limit])
  useEffect(load, [load])
  async function dismiss({ id, username }: User) {
    const before = people
    setPeople(people.filter(each => each.id !== id))
    await client.call('users.dismissSuggestion', { username }).catch(error => {
      setPeople(before)
      toastError(error)
    })
  }
  if (failed) return <LoadError small title="Couldn’t load suggestions." onRetry={load} />
  if (people.length === 0) return null
  return (
    <section aria-label="Suggested for you" className="text-left">
      <h2 className="mb-2 text-sm font-semibold text-quiet">Suggested for you</h2>
      <ul>
        {people.map(user => (
          <li key={user.id}>
            <PersonRow user={user}>
              <FollowButton user={user} subtle />
              <button
                type="button"
                aria-label={`Dismiss suggestion: ${user.username}`}
                className="icon-btn -mr-2 size-8 text-quiet"
                onClick={() => dismiss(user)}
              >
                <X size={16} aria-hidden />
              </button>
            </PersonRow>
          </li>
        ))}
      </ul>
    </section>
  )
}
