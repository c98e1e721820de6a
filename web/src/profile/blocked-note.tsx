import { Ban } from 'lucide-react'
import { Empty } from '../components/empty.tsx'
import { setBlocked } from '../state/block-and-mute.ts'
import { useTitle } from '../state/title.ts'

/** In the place of somebody whom one has just blocked. */
export function BlockedNote({ username }: { username: string }) {
  useTitle(username)
  return (
    <Empty icon={Ban} heading="h1" title={`You have blocked ${username}`}>
      <p>Neither of you sees the other anywhere.</p>
      <button type="button" className="btn-quiet mt-4" onClick={() => setBlocked(username, false)}>
        Unblock
      </button>
    </Empty>
  )
}
