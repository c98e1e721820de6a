import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { User } from '#contract'
import { client, errorMessage } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { SearchField } from '../components/search-field.tsx'
import { useDebounced } from '../hooks/use-debounced.ts'
import { usePages } from '../hooks/use-pages.ts'
import { openConversation } from '../state/conversations.ts'

/** Chooses the recipient: suggestions first, then search results. */
export function NewMessage({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState('')
  const q = useDebounced(typed.trim().replace(/^@/, ''))
  const { items, failed, reload } = usePages<User>(q, () =>
    q ? client.call('users.search', { q, limit: 20 }) : client.call('users.suggested', { limit: 6 }),
  )
  const navigate = useNavigate()

  async function open(username: string) {
    try {
      const { id } = await openConversation([username])
      onClose()
      await navigate(`/messages/${id}`)
    } catch (error) {
      setFailure(errorMessage(error))
    }
  }

  return (
    <Dialog label="New message" onClose={onClose}>
      <DialogTitle title="New message" onClose={onClose} />
      <div className="px-4 pt-3 pb-2">
        <SearchField value={typed} onValue={setTyped} first />
        {failure && (
          <p role="alert" className="mt-2 text-sm text-rose">
            {failure}
          </p>
        )}
      </div>
      <div className="h-[min(24rem,55dvh)] overflow-y-auto px-2 pb-3">
        {!items && <LoadState failed={failed} onRetry={reload} />}
        {items?.length === 0 && <p className="py-10 text-center text-quiet">{q && 'No results.'}</p>}
        <ul aria-label="People">
          {items?.map(user => (
            <li key={user.id}>
              <button
                type="button"
                className="w-full rounded-xl px-2 text-left hover:bg-wash"
                onClick={() => open(user.username)}
              >
                <PersonRow user={user} linked={false} />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
