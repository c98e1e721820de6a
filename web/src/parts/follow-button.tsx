import type { Relation, User } from '#contract'
import { setFollowing, useRelation } from '../state/relations.ts'

const labels: Record<Relation, string> = { self: '', none: 'Follow', requested: 'Requested', following: 'Following' }

type FollowProps = { user: User; relation?: Relation; followedBy?: boolean; subtle?: boolean }

/** Follows at one press, stops at the next. `relation` is what is known where nothing newer is. */
export function FollowButton({ user, relation = 'none', followedBy = false, subtle = false }: FollowProps) {
  const now = useRelation(user.username) ?? relation
  if (now === 'self') return null
  const follows = now !== 'none'
  const label = !follows && followedBy ? 'Follow back' : labels[now]
  return (
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
      onClick={() => setFollowing(user.username, !follows, user.isPrivate)}
    >
      {label}
    </button>
  )
}
