import { Aperture } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import type { Profile } from '#contract'
import { Empty } from '../components/empty.tsx'

/** Shown to visitors instead of a user's photos. */
export function Invitation({ profile }: { profile: Profile }) {
  const { pathname } = useLocation()
  const name = profile.fullName || profile.username
  return (
    <Empty icon={Aperture} title={`See what ${name} shares`}>
      <p>Sign in to see photos, follow people and send messages.</p>
      <div className="mt-5 flex justify-center gap-3">
        <Link to={`/sign-in?next=${encodeURIComponent(pathname)}`} className="btn-sun">
          Sign in
        </Link>
        <Link to="/sign-up" className="btn-quiet">
          Create an account
        </Link>
      </div>
    </Empty>
  )
}
