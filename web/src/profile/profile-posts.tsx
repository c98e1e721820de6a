import { Camera, SquareUserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Profile } from '#contract'
import { client } from '../client.ts'
import { Saved } from '../collections/saved.tsx'
import { Empty } from '../components/empty.tsx'
import { Tabs } from '../components/tabs.tsx'
import { Grid } from './grid.tsx'

/** A user's posts, newest first. */
const UserPosts = ({ username, empty }: { username: string; empty: ReactNode }) => (
  <Grid pins listKey={username} load={at => client.call('users.posts', { username, limit: 24, ...at })} empty={empty} />
)

/** The posts with a user in them, last tagged first. */
const TaggedIn = ({ username }: { username: string }) => (
  <Grid
    listKey={`tagged ${username}`}
    load={at => client.call('users.tagged', { username, limit: 24, ...at })}
    empty={
      <Empty icon={SquareUserRound} title="No photos yet">
        <p>Posts that {username} is tagged in show up here.</p>
      </Empty>
    }
  />
)

const theirTabs = { posts: 'Posts', tagged: 'Tagged' }
const ownTabs = { ...theirTabs, saved: 'Saved' }

/** Another user's posts, and the posts with them. */
export const TheirPosts = ({ username }: { username: string }) => (
  <Tabbed tabs={theirTabs}>
    {tab =>
      tab === 'tagged' ? (
        <TaggedIn username={username} />
      ) : (
        <UserPosts username={username} empty={<Empty icon={Camera} title="No posts yet" />} />
      )
    }
  </Tabbed>
)

/** The viewer's own posts, the posts with them, and the posts they saved, which only they can see. */
export const OwnPosts = ({ profile: { username } }: { profile: Profile }) => (
  <Tabbed tabs={ownTabs}>
    {tab => {
      if (tab === 'tagged') return <TaggedIn username={username} />
      return tab === 'saved' ? <Saved /> : <UserPosts username={username} empty={<NoPosts />} />
    }}
  </Tabbed>
)

type TabbedProps<T extends string> = { tabs: Record<T, string>; children: (tab: T) => ReactNode }

/** Lists of which one is shown; the address says which, unless it is the first. */
function Tabbed<T extends string>({ tabs, children }: TabbedProps<T>) {
  const [search, setSearch] = useSearchParams()
  const names = Object.keys(tabs) as T[]
  const shown = names.find(name => name === search.get('tab')) ?? names[0]!
  const show = (tab: T) => setSearch(tab === names[0] ? {} : { tab }, { replace: true, preventScrollReset: true })
  return (
    <>
      <div className="mx-auto max-w-xs px-4 py-3">
        <Tabs label="Posts" tabs={tabs} shown={shown} onShow={show} panel="posts" />
      </div>
      <div role="tabpanel" id="posts" aria-label={tabs[shown]}>
        {children(shown)}
      </div>
    </>
  )
}

const NoPosts = () => (
  <Empty icon={Camera} title="No posts yet">
    <Link to="/create" className="btn-sun mt-2">
      Share your first photo
    </Link>
  </Empty>
)
