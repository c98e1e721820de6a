import { Archive, Heart, Settings } from 'lucide-react'
import { Link, useNavigate } from 'react-router'
import type { Profile, Relation } from '#contract'
import { FollowButton } from '../components/follow-button.tsx'
import { openConversation } from '../state/conversations.ts'
import { useStage } from '../state/session.ts'
import { toastError } from '../state/toasts.ts'
import { ProfileMenu } from './profile-menu.tsx'

/** Follow, message, and the menu, on another user's profile. */
export function ProfileActions({ profile, relation }: { profile: Profile; relation: Relation }) {
  const navigate = useNavigate()
  const visitor = useStage() !== 'done'
  const write = () => openConversation([profile.username]).then(({ id }) => navigate(`/messages/${id}`), toastError)
  if (visitor) return null
  return (
    <div className="flex flex-wrap items-center gap-2 max-md:*:not-last:grow max-md:*:not-last:basis-24">
      <FollowButton user={profile} relation={relation} followedBy={profile.viewer.followedBy} />
      <button type="button" className="btn-quiet" onClick={write}>
        Message
      </button>
      <div>
        <ProfileMenu profile={profile} />
      </div>
    </div>
  )
}

export const OwnActions = () => (
  <div className="flex flex-wrap items-center gap-2 max-md:*:first:grow">
    <Link to="/settings/profile" className="btn-quiet">
      Edit profile
    </Link>
    <Link to="/settings/liked" aria-label="Posts you’ve liked" className="icon-btn">
      <Heart size={22} strokeWidth={1.8} aria-hidden />
    </Link>
    <Link to="/settings/drafts" aria-label="Drafts, scheduled and archived posts" className="icon-btn">
      <Archive size={22} strokeWidth={1.8} aria-hidden />
    </Link>
    <Link to="/settings" aria-label="Settings" className="icon-btn">
      <Settings size={22} strokeWidth={1.8} aria-hidden />
    </Link>
  </div>
)
