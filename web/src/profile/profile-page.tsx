import { Camera, LockKeyhole } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { HeliographError } from '#client'
import type { Profile } from '#contract'
import { client } from '../client.ts'
import { NotFound } from '../frame/not-found.tsx'
import { Empty } from '../parts/empty.tsx'
import { noteRelation, useRelation } from '../state/relations.ts'
import { complain } from '../state/toasts.ts'
import { Grid } from './grid.tsx'
import { ProfileHeader } from './profile-header.tsx'
import { ProfileSkeleton } from './profile-skeleton.tsx'

/** A person: who they are and their photos. */
export function ProfilePage() {
  const username = useParams().username!
  const [profile, setProfile] = useState<Profile | 'missing' | null>(null)
  useEffect(() => {
    let current = true
    setProfile(null)
    client.call('users.get', { username }).then(
      found => {
        if (!current) return
        noteRelation(found.username, found.viewer.relation)
        setProfile(found)
      },
      error => {
        const gone = error instanceof HeliographError && ['not_found', 'gone', 'invalid'].includes(error.code)
        if (!gone) complain(error)
        else if (current) setProfile('missing')
      },
    )
    return () => {
      current = false
    }
  }, [username])
  if (profile === 'missing') return <NotFound />
  if (!profile) return <ProfileSkeleton />
  return <Person key={profile.id} profile={profile} />
}

function Person({ profile }: { profile: Profile }) {
  const relation = useRelation(profile.username) ?? profile.viewer.relation
  const visible = !profile.isPrivate || relation === 'self' || relation === 'following'
  return (
    <div className="mx-auto max-w-4xl md:px-6 md:pt-8">
      <ProfileHeader profile={profile} relation={relation} />
      <div className="border-t border-line md:mt-2">
        {visible ? (
          <Grid key={relation} username={profile.username} empty={<NoPosts own={relation === 'self'} />} />
        ) : (
          <Empty icon={LockKeyhole} title="This account is private">
            <p>Follow {profile.username} to see their photos.</p>
          </Empty>
        )}
      </div>
    </div>
  )
}

const NoPosts = ({ own }: { own: boolean }) => (
  <Empty icon={Camera} title="No posts yet">
    {own && (
      <Link to="/create" className="btn-sun mt-2">
        Share your first photo
      </Link>
    )}
  </Empty>
)
