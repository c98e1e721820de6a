import { Bookmark, Camera } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Profile } from '#contract'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { Tabs } from '../components/tabs.tsx'
import { Grid } from './grid.tsx'

/** A user's posts, newest first. */
export const UserPosts = ({ username, empty }: { username: string; empty: ReactNode }) => (
  <Grid listKey={username} load={at => client.call('users.posts', { username, limit: 24, ...at })} empty={empty} />
)

const tabs = { posts: 'Posts', saved: 'Saved' }

/** The viewer's own posts, and the posts they saved, which only they can see. */
export function OwnPosts({ profile: { username } }: { profile: Profile }) {
  const [search, setSearch] = useSearchParams()
  const saved = search.get('tab') === 'saved'
  const show = (tab: keyof typeof tabs) =>
    setSearch(tab === 'saved' ? { tab } : {}, { replace: true, preventScrollReset: true })
  return (
    <>
      <div className="mx-auto max-w-xs px-4 py-3">
        <Tabs label="Posts" tabs={tabs} shown={saved ? 'saved' : 'posts'} onShow={show} panel="posts" />
      </div>
      <div role="tabpanel" id="posts" aria-label={saved ? tabs.saved : tabs.posts}>
        {saved ? <Saved /> : <UserPosts username={username} empty={<NoPosts />} />}
      </div>
    </>
  )
}

const Saved = () => (
  <Grid
    listKey="saved"
    load={at => client.call('posts.saved', { limit: 24, ...at })}
    empty={
      <Empty icon={Bookmark} title="Nothing saved yet">
        <p>Save posts to find them here. Only you can see what you’ve saved.</p>
      </Empty>
    }
  />
)

const NoPosts = () => (
  <Empty icon={Camera} title="No posts yet">
    <Link to="/create" className="btn-sun mt-2">
      Share your first photo
    </Link>
  </Empty>
)
