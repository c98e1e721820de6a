import { Ban } from 'lucide-react'
import { Empty } from '../components/empty.tsx'
import { setBlocked } from '../state/block-and-mute.ts'
import { useTitle } from '../state/title.ts'

/** Replaces the profile of a user whom the viewer has just blocked. */
export function BlockedNote({ username }: { username: string }) {
  useTitle(username)
  return (
    <Empty icon={Ban} heading="h1" title={`You blocked ${username}`}>
      <p>You can’t see each other anywhere on Heliograph.</p>
      <button type="button" className="btn-quiet mt-4" onClick={() => setBlocked(username, false)}>
        Unblock
      </button>
    </Empty>
  )
}
