import { BadgeCheck, LogOut } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Profile, Relation } from '#contract'
import { client } from '../client.ts'
import { Avatar } from '../parts/avatar.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { Words } from '../parts/words.tsx'
import { short } from '../post/actions.tsx'
import { openConversation } from '../state/conversations.ts'
import { complain } from '../state/toasts.ts'

type Counts = Profile['counts']

export function ProfileHeader({ profile, relation }: { profile: Profile; relation: Relation }) {
  const counts = useLiveCounts(profile, relation)
  const navigate = useNavigate()
  const write = () => openConversation([profile.username]).then(({ id }) => navigate(`/messages/${id}`), complain)
  return (
    <header className="px-4 py-6 md:pb-8">
      <div className="flex items-center gap-6 md:gap-12">
        <span className="hidden md:block">
          <Avatar user={profile} size={148} />
        </span>
        <span className="md:hidden">
          <Avatar user={profile} size={84} />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
            <h1 className="flex min-w-0 items-center gap-1.5 text-xl">
              <span className="truncate">{profile.username}</span>
              {profile.isVerified && (
                <BadgeCheck size={20} className="shrink-0 fill-sun text-paper" aria-label="Verified" />
              )}
            </h1>
            {relation === 'self' ? (
              <button type="button" className="btn-quiet md:hidden" onClick={() => client.signOut()}>
                <LogOut size={16} aria-hidden />
                Sign out
              </button>
            ) : (
              <div className="flex gap-2">
                <FollowButton user={profile} relation={relation} />
                <button type="button" className="btn-quiet" onClick={write}>
                  Message
                </button>
              </div>
            )}
          </div>
          <Figures counts={counts} className="mt-5 hidden gap-10 md:flex" />
          <About profile={profile} className="mt-4 hidden md:block" />
        </div>
      </div>
      <About profile={profile} className="mt-4 md:hidden" />
      <Figures
        counts={counts}
        className="-mx-4 mt-5 flex justify-around border-t border-line pt-3 text-center md:hidden"
      />
    </header>
  )
}

function Figures({ counts, className }: { counts: Counts; className: string }) {
  const figures: [number, string][] = [
    [counts.posts, counts.posts === 1 ? 'post' : 'posts'],
    [counts.followers, counts.followers === 1 ? 'follower' : 'followers'],
    [counts.following, 'following'],
  ]
  return (
    <ul className={className}>
      {figures.map(([count, noun]) => (
        <li key={noun} className="text-quiet max-md:grid">
          <b className="font-semibold text-ink tabular-nums">{short(count)}</b> {noun}
        </li>
      ))}
    </ul>
  )
}

const About = ({ profile, className }: { profile: Profile; className: string }) => (
  <div className={className}>
    <p className="font-semibold">
      {profile.fullName} {profile.pronouns && <span className="font-normal text-quiet">{profile.pronouns}</span>}
    </p>
    {profile.bio && (
      <p className="break-words whitespace-pre-wrap">
        <Words text={profile.bio} />
      </p>
    )}
    {/^https?:\/\//.test(profile.website) && (
      <a
        href={profile.website}
        rel="noopener noreferrer nofollow ugc"
        target="_blank"
        className="font-medium text-sun hover:underline"
      >
        {profile.website.replace(/^https?:\/\//, '')}
      </a>
    )}
    {profile.viewer.followedBy && <p className="mt-1 text-sm text-quiet">Follows you</p>}
  </div>
)

/** The loaded counts, moved by one's own following and by what the server tells. */
function useLiveCounts(profile: Profile, relation: Relation): Counts {
  const [told, setTold] = useState<Counts | null>(null)
  useEffect(
    () => client.on('profile.counts', ({ userId, counts }) => userId === profile.id && setTold(counts)),
    [profile.id],
  )
  if (told) return told
  const was = profile.viewer.relation === 'following' ? 1 : 0
  const is = relation === 'following' ? 1 : 0
  return { ...profile.counts, followers: profile.counts.followers + is - was }
}
