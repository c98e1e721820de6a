import type { Profile } from '#contract'
import { RichText } from '../components/rich-text.tsx'

type AboutFields = Pick<Profile, 'fullName' | 'pronouns' | 'bio' | 'entities' | 'website'> & {
  viewer?: Profile['viewer']
}

/** A user's name, pronouns, bio and website. */
export const About = ({ profile, className = '' }: { profile: AboutFields; className?: string }) => (
  <div className={className}>
    <p className="font-semibold">
      {profile.fullName} {profile.pronouns && <span className="font-normal text-quiet">{profile.pronouns}</span>}
    </p>
    {profile.bio && (
      <p className="whitespace-pre-wrap">
        <RichText text={profile.bio} entities={profile.entities} />
      </p>
    )}
    {/^https?:\/\//.test(profile.website) && (
      <a
        href={profile.website}
        rel="noopener noreferrer nofollow ugc"
        target="_blank"
        className="font-medium break-all text-sun hover:underline"
      >
        {profile.website.replace(/^https?:\/\//, '').replace(/\/$/, '')}
      </a>
    )}
    {profile.viewer?.followedBy && <p className="mt-1 text-sm text-quiet">Follows you</p>}
  </div>
)
