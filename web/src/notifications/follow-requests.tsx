import { X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { CompactButton } from '../components/compact-button.tsx'
import { LoadError } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { loadRequests, respondToRequest, useRequests } from '../state/follow-requests.ts'

const INITIAL_COUNT = 3

/** Pending follow requests. Renders nothing if there are none. */
export function FollowRequests() {
  const requests = useRequests()
  const [all, setAll] = useState(false)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    loadRequests().catch(() => setFailed(true))
  }, [])
  useEffect(load, [load])
  if (failed && !requests) {
    return <LoadError small title="Couldn’t load follow requests." onRetry={load} />
  }
  if (!requests?.length) return null
  const shown = all ? requests : requests.slice(0, INITIAL_COUNT)
  return (
    <section aria-label="Follow requests" className="card mb-6 rounded-2xl border px-4 py-3">
      <h2 className="mb-1 flex items-baseline justify-between text-sm font-semibold text-quiet">
        Follow requests
        <span className="tabular-nums">{requests.length}</span>
      </h2>
      <ul>
        {shown.map(user => (
          <li key={user.id}>
            <PersonRow user={user}>
              <button
                type="button"
                className="btn-sun px-3.5"
                aria-label={`Accept: ${user.username}`}
                onClick={() => respondToRequest(user, true)}
              >
                Accept
              </button>
              <CompactButton
                label="Decline"
                about={user.username}
                icon={X}
                onClick={() => respondToRequest(user, false)}
              />
            </PersonRow>
          </li>
        ))}
      </ul>
      {requests.length > shown.length && (
        <button type="button" className="link py-2 text-sm" onClick={() => setAll(true)}>
          See all {requests.length}
        </button>
      )}
    </section>
  )
}
