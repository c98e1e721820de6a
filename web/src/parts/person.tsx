import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { User } from '#contract'
import { Avatar } from './avatar.tsx'

/** One person in a list: photo, name, a line below, and what can be done at the end. */
export function PersonRow({ user, note, children }: { user: User; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-3 py-1.5">
      <Link to={`/${user.username}`} className="flex min-w-0 flex-1 items-center gap-3">
        <Avatar user={user} size={40} />
        <span className="min-w-0 leading-tight">
          <span className="block truncate text-sm font-semibold">{user.username}</span>
          <span className="block truncate text-sm text-quiet">{note ?? user.fullName}</span>
        </span>
      </Link>
      {children}
    </div>
  )
}

export const Name = ({ user }: { user: User }) => (
  <Link to={`/${user.username}`} className="font-semibold hover:underline">
    {user.username}
  </Link>
)
