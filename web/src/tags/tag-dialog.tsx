import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { User } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { SearchField } from '../components/search-field.tsx'
import { useDebounced } from '../hooks/use-debounced.ts'
import type { Tag } from './tag.ts'

const MAX_TAGS = 20

type DialogProps = {
  /** The address of the photo. */
  photo: string
  tags: readonly Tag[]
  onChange: (tags: Tag[]) => void
  onClose: () => void
}

/** Tags people in a photo: at the place that is tapped, or in the middle. */
export function TagDialog({ photo, tags, onChange, onClose }: DialogProps) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const isFull = tags.length >= MAX_TAGS
  function choose(user: User) {
    if (at) onChange([...tags.filter(tag => tag.user.id !== user.id), { user, ...at }])
    setAt(null)
  }
  return (
    <Dialog label="Tag people" step={at === null} onClose={onClose}>
      <DialogTitle title="Tag people" onClose={onClose} />
      <div className="grid grid-cols-1 gap-3 p-4">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same for the keyboard */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button below does the same for the keyboard */}
        <div
          className={`relative mx-auto w-fit select-none ${isFull ? '' : 'cursor-crosshair'}`}
          onClick={event => !isFull && setAt(placeOf(event))}
        >
          <img src={photo} alt="" draggable={false} className="max-h-[45dvh] rounded-lg" />
          {tags.map(({ user, x, y }) => (
            <Mark key={user.id} x={x} y={y} text={user.username} />
          ))}
          {at && <Mark {...at} text="Who is this?" />}
        </div>
        {at ? (
          <Choose onChoose={choose} onCancel={() => setAt(null)} />
        ) : (
          <>
            <p className="text-sm text-quiet">
              {isFull
                ? `A photo can have ${MAX_TAGS} tags.`
                : 'Tap the photo where someone is. They are notified when you share it.'}
            </p>
            <ul aria-label="Tagged people">
              {tags.map(({ user }) => (
                <li key={user.id}>
                  <PersonRow user={user} linked={false}>
                    <button
                      type="button"
                      aria-label={`Remove ${user.username}`}
                      className="icon-btn"
                      onClick={() => onChange(tags.filter(tag => tag.user.id !== user.id))}
                    >
                      <X size={18} aria-hidden />
                    </button>
                  </PersonRow>
                </li>
              ))}
            </ul>
            <div className="flex flex-wrap gap-2">
              <button
                type="button"
                className="btn-quiet flex-1"
                disabled={isFull}
                onClick={() => setAt({ x: 0.5, y: 0.5 })}
              >
                Tag someone
              </button>
              <button type="button" className="btn-sun flex-1" onClick={onClose}>
                Done
              </button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}

/** Where a photo was tapped, to three digits. */
function placeOf({ currentTarget, clientX, clientY }: React.MouseEvent) {
  const { left, top, width, height } = currentTarget.getBoundingClientRect()
  const share = (at: number, size: number) => Math.round(Math.min(1, Math.max(0, at / size)) * 1000) / 1000
  return { x: share(clientX - left, width), y: share(clientY - top, height) }
}

const Mark = ({ x, y, text }: { x: number; y: number; text: string }) => (
  <span
    className="pointer-events-none absolute max-w-32 -translate-x-1/2 -translate-y-1/2 truncate rounded-lg bg-black/75 px-2 py-1 text-xs font-semibold text-white"
    style={{ left: `${Math.min(0.88, Math.max(0.12, x)) * 100}%`, top: `${Math.min(0.95, Math.max(0.05, y)) * 100}%` }}
  >
    {text}
  </span>
)

function Choose({ onChoose, onCancel }: { onChoose: (user: User) => void; onCancel: () => void }) {
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed.trim().replace(/^@/, ''))
  const found = useQuery({
    queryKey: ['tag', q],
    queryFn: async (): Promise<User[]> =>
      (await (q ? client.call('users.search', { q, limit: 10 }) : client.call('users.suggested', { limit: 5 }))).items,
  })
  return (
    <div>
      <SearchField value={typed} onValue={setTyped} first />
      <div className="mt-2 max-h-60 overflow-y-auto">
        {!found.data && <LoadState small failed={found.isError} onRetry={found.refetch} />}
        {found.data?.length === 0 && <p className="py-4 text-center text-sm text-quiet">{q && 'No results.'}</p>}
        <ul aria-label="People">
          {found.data?.map(user => (
            <li key={user.id}>
              <button
                type="button"
                className="w-full rounded-xl px-2 text-left hover:bg-wash"
                onClick={() => onChoose(user)}
              >
                <PersonRow user={user} linked={false} />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <button type="button" className="btn-quiet mt-3 w-full" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}
