import { useState } from 'react'
import type { Relation, User } from '#contract'
import { setFollowing, useRelation } from '../state/relations.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

const labels: Record<Relation, string> = { self: '', none: 'Follow', requested: 'Requested', following: 'Following' }

type FollowProps = { user: User; relation?: Relation; followedBy?: boolean; subtle?: boolean }

/**
 * Follows or unfollows. Asks before unfollowing a private account, since following again needs approval. `relation` is used
 * until the store knows a newer one.
 */
export function FollowButton({ user, relation = 'none', followedBy = false, subtle = false }: FollowProps) {
  const [asking, setAsking] = useState(false)
  const now = useRelation(user.username) ?? relation
  if (now === 'self') return null
  const follows = now !== 'none'
  const label = !follows && followedBy ? 'Follow back' : labels[now]
  const set = (follow: boolean) => {
    setAsking(false)
    void setFollowing(user.username, follow, user.isPrivate)
  }
  return (
    <>
      <button
        type="button"
        aria-label={`${label}: ${user.username}`}
        className={
          subtle
            ? `btn -mr-3 px-3 ${follows ? 'text-quiet' : 'text-sun'} hover:bg-wash`
            : follows
              ? 'btn-quiet'
              : 'btn-sun'
        }
        onClick={() => (now === 'following' && user.isPrivate ? setAsking(true) : set(!follows))}
      >
        {label}
      </button>
      {asking && (
        <ConfirmDialog
          title={`Unfollow ${user.username}?`}
          action="Unfollow"
          onConfirm={() => set(false)}
          onClose={() => setAsking(false)}
        >
          <p>This account is private. You’ll have to request to follow it again.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
