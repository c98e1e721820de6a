import { Camera, LockKeyhole } from 'lucide-react'
import { Link, useParams } from 'react-router'
import type { Profile } from '#contract'
import { NotFound } from '../frame/not-found.tsx'
import { Empty } from '../parts/empty.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { useProfile } from '../state/profiles.ts'
import { useRelation } from '../state/relations.ts'
import { useStage } from '../state/session.ts'
import { BlockedNote } from './blocked-note.tsx'
import { Grid } from './grid.tsx'
import { Invitation } from './invitation.tsx'
import { ProfileHeader } from './profile-header.tsx'
import { ProfileSkeleton } from './profile-skeleton.tsx'

/** A person: who they are and their photos. */
export function ProfilePage() {
  const profile = useProfile(useParams().username!)
  if (profile === 'missing') return <NotFound />
  if (!profile) return <ProfileSkeleton />
  return <Person key={profile.id} profile={profile} />
}

function Person({ profile }: { profile: Profile }) {
  const relation = useRelation(profile.username) ?? profile.viewer.relation
  return (
    <div className="mx-auto max-w-4xl md:px-6 md:pt-8">
      <ProfileHeader profile={profile} relation={relation} />
      <div className="border-t border-line md:mt-2">
        <Posts profile={profile} relation={relation} />
      </div>
    </div>
  )
}

function Posts({ profile, relation }: { profile: Profile; relation: Profile['viewer']['relation'] }) {
  const visitor = useStage() !== 'done'
  if (visitor) return <Invitation profile={profile} />
  if (profile.viewer.blocking) return <BlockedNote username={profile.username} />
  if (!profile.isPrivate || relation === 'self' || relation === 'following') {
    return <Grid key={relation} username={profile.username} empty={<NoPosts own={relation === 'self'} />} />
  }
  return (
    <Empty icon={LockKeyhole} title="This account is private">
      <p>
        {relation === 'requested'
          ? `Your request is with ${profile.username}. Their photos appear here once it is accepted.`
          : `Ask to follow ${profile.username} to see their photos.`}
      </p>
      <div className="mt-4">
        <FollowButton user={profile} relation={relation} followedBy={profile.viewer.followedBy} />
      </div>
    </Empty>
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
