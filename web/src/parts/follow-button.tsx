import type { Relation, User } from '#contract'
import { setFollowing, useRelation } from '../state/relations.ts'

const labels: Record<Relation, string> = { self: '', none: 'Follow', requested: 'Requested', following: 'Following' }

type FollowProps = { user: User; relation?: Relation; subtle?: boolean }

/** Follows at one press, stops at the next. `relation` is what is known where nothing newer is. */
export function FollowButton({ user, relation = 'none', subtle = false }: FollowProps) {
  const now = useRelation(user.username) ?? relation
  if (now === 'self') return null
  const follows = now !== 'none'
  return (
    <button
      type="button"
      aria-label={`${labels[now]}: ${user.username}`}
      className={
        subtle
          ? `btn -mr-3 px-3 ${follows ? 'text-quiet' : 'text-sun'} hover:bg-wash`
          : follows
            ? 'btn-quiet'
            : 'btn-sun'
      }
      onClick={() => setFollowing(user.username, !follows, user.isPrivate)}
    >
      {labels[now]}
    </button>
  )
}
