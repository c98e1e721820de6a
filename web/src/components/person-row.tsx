import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { User } from '#contract'
import { Avatar } from './avatar.tsx'

type RowProps = { user: User; note?: ReactNode; linked?: boolean; onVisit?: () => void; children?: ReactNode }

/** A user in a list: photo, name, a note below, and actions at the end. */
export function PersonRow({ user, note, linked = true, onVisit, children }: RowProps) {
  const about = (
    <>
      <Avatar user={user} size={40} />
      <span className="min-w-0 leading-tight">
        <span className="block truncate text-sm font-semibold">{user.username}</span>
        <span className="block truncate text-sm text-quiet">{note ?? user.fullName}</span>
      </span>
    </>
  )
  const shape = 'flex min-w-0 flex-1 items-center gap-3'
  return (
    <div className="flex min-w-0 items-center gap-3 py-1.5">
      {linked ? (
        <Link to={`/${user.username}`} onClick={onVisit} className={shape}>
          {about}
        </Link>
      ) : (
        <span className={shape}>{about}</span>
      )}
      {children}
    </div>
  )
}

export const Name = ({ user }: { user: User }) => (
  <Link to={`/${user.username}`} className="font-semibold hover:underline">
    {user.username}
  </Link>
)
