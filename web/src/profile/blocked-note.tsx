import { Ban } from 'lucide-react'
import { Empty } from '../parts/empty.tsx'
import { setBlocked } from '../state/keep-away.ts'

/** What one sees of somebody whom one blocks. */
export const BlockedNote = ({ username }: { username: string }) => (
  <Empty icon={Ban} title={`You have blocked ${username}`}>
    <p>Neither of you sees the other anywhere.</p>
    <button type="button" className="btn-quiet mt-4" onClick={() => setBlocked(username, false)}>
      Unblock
    </button>
  </Empty>
)
