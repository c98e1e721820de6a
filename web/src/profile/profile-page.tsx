import { LockKeyhole } from 'lucide-react'
import { useRef } from 'react'
import { useParams } from 'react-router'
import type { Profile } from '#contract'
import { Empty } from '../components/empty.tsx'
import { FollowButton } from '../components/follow-button.tsx'
import { LoadError } from '../components/load-state.tsx'
import { usePoll } from '../hooks/use-poll.ts'
import { Gone } from '../layout/gone.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { loadProfile, markIfGone, useProfile } from '../state/profiles.ts'
import { useRelation } from '../state/relations.ts'
import { useStage } from '../state/session.ts'
import { useTitle } from '../state/title.ts'
import { BlockedNote } from './blocked-note.tsx'
import { Invitation } from './invitation.tsx'
import { ProfileHeader } from './profile-header.tsx'
import { OwnPosts, TheirPosts } from './profile-posts.tsx'
import { ProfileSkeleton } from './profile-skeleton.tsx'

export function ProfilePage() {
  const username = useParams().username!
  const profile = useProfile(username)
  const wasShown = useRef<string | null>(null)
  if (profile && typeof profile === 'object') wasShown.current = username
  // When the user blocks the viewer or deletes the account, no event says so.
  usePoll(() => typeof profile === 'object' && markIfGone(username))
  if (profile === 'missing' && wasShown.current === username) {
    return <Gone title="This profile is gone">It was deleted, or you can no longer see it.</Gone>
  }
  if (profile === 'missing') return <NotFound />
  if (profile === 'unreachable') return <LoadError onRetry={() => loadProfile(username)} />
  if (!profile) return <ProfileSkeleton />
  if (profile.viewer.blocking) return <BlockedNote username={profile.username} />
  return <Person key={profile.id} profile={profile} />
}

function Person({ profile }: { profile: Profile }) {
  useTitle(profile.fullName ? `${profile.fullName} (${profile.username})` : profile.username)
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
  if (relation === 'self') return <OwnPosts profile={profile} />
  if (!profile.isPrivate || relation === 'following') {
    return <TheirPosts key={relation} username={profile.username} />
  }
  return (
    <Empty icon={LockKeyhole} title="This account is private">
      <p>
        {relation === 'requested'
          ? `You requested to follow ${profile.username}. You’ll see their photos once they accept.`
          : `Follow ${profile.username} to see their photos.`}
      </p>
      <div className="mt-4">
        <FollowButton user={profile} relation={relation} followedBy={profile.viewer.followedBy} />
      </div>
    </Empty>
  )
}
