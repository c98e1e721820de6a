import { BadgeCheck, LockKeyhole } from 'lucide-react'
import { useSearchParams } from 'react-router'
import type { Profile, Relation } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { useWide } from '../hooks/use-wide.ts'
import { shownCounts } from '../state/profiles.ts'
import { useStage } from '../state/session.ts'
import { About } from './about.tsx'
import { PeopleDialog, peopleLists } from './people-dialog.tsx'
import { OwnActions, ProfileActions } from './profile-actions.tsx'
import { ProfileCounts } from './profile-counts.tsx'

/** Photo, name, counts and actions: beside the photo, or below it on a phone. */
export function ProfileHeader({ profile, relation }: { profile: Profile; relation: Relation }) {
  const wide = useWide()
  const [search, setSearch] = useSearchParams()
  const visitor = useStage() !== 'done'
  const open = !visitor && (!profile.isPrivate || relation === 'self' || relation === 'following')
  const shown = open ? peopleLists.find(each => each === search.get('people')) : undefined
  const show = (list: string) => setSearch({ people: list }, { preventScrollReset: true })
  const hide = () => setSearch({}, { replace: true, preventScrollReset: true })

  const actions = relation === 'self' ? <OwnActions /> : <ProfileActions profile={profile} relation={relation} />
  const counts = <ProfileCounts counts={shownCounts(profile, relation)} onOpen={open ? show : null} />
  const about = <About profile={profile} />
  return (
    <header className="px-4 py-6 md:pb-8">
      <div className="flex items-center gap-5 md:gap-12">
        <Avatar user={profile} size={wide ? 148 : 84} />
        <div className="grid min-w-0 flex-1 grid-cols-1 gap-3 md:gap-5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-3">
            <Title profile={profile} />
            {wide && actions}
          </div>
          {counts}
          {wide && about}
        </div>
      </div>
      {!wide && (
        <div className="mt-4 grid grid-cols-1 gap-4">
          {about}
          {actions}
        </div>
      )}
      {shown && <PeopleDialog key={shown} profile={profile} list={shown} onClose={hide} />}
    </header>
  )
}

const Title = ({ profile }: { profile: Profile }) => (
  <h1 className="flex min-w-0 items-center gap-1.5 text-xl max-md:font-semibold">
    <span className="truncate">{profile.username}</span>
    {profile.isVerified && (
      <BadgeCheck size={20} className="shrink-0 fill-sun text-paper" role="img" aria-label="Verified" />
    )}
    {profile.isPrivate && (
      <LockKeyhole size={16} className="shrink-0 text-quiet" role="img" aria-label="Private account" />
    )}
  </h1>
)
