import { ArrowUp, Camera, CheckCheck } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadError } from '../components/load-state.tsx'
import { PostCard } from '../post/post-card.tsx'
import { feed, loadMoreOfFeed, refreshFeed, showFresh } from '../state/feed.ts'
import { connection } from '../state/live.ts'
import { checkPending } from '../state/pending-posts.ts'
import { useStore } from '../state/store.ts'
import { Aside } from './aside.tsx'
import { FeedSkeleton } from './feed-skeleton.tsx'
import { PendingCard } from './pending-card.tsx'
import { Suggestions } from './suggestions.tsx'

export function FeedPage() {
  const { ids, cursor, fresh, pending, failed } = useStore(feed, now => now)
  const isOffline = useStore(connection, now => now === 'reconnecting')
  useEffect(() => {
    void refreshFeed()
    void checkPending()
  }, [])
  return (
    <div className="mx-auto flex max-w-[54rem] justify-center gap-12 md:px-6 md:pt-8">
      <div className="w-full max-w-[30rem] min-w-0">
        <h1 className="sr-only">Home</h1>
        <FreshPill count={fresh.length} />
        <div className="grid grid-cols-1 gap-4 md:gap-6">
          {pending.map(id => (
            <PendingCard key={id} id={id} />
          ))}
          {ids === null && !failed && <FeedSkeleton />}
          {ids?.map((id, index) => (
            <PostCard key={id} id={id} eager={index < 2} />
          ))}
        </div>
        {failed && !cursor && <LoadError title="Couldn’t load your feed" onRetry={refreshFeed} />}
        {cursor && ids && <LoadMore onMore={loadMoreOfFeed} at={ids.length} />}
        {ids?.length === 0 && !failed && pending.length === 0 && <EmptyFeed />}
        {ids && ids.length > 0 && !cursor && fresh.length === 0 && !failed && !isOffline && <CaughtUp />}
      </div>
      <Aside />
    </div>
  )
}

function FreshPill({ count }: { count: number }) {
  const show = () => {
    showFresh()
    scrollTo({ top: 0, behavior: 'smooth' })
  }
  return (
    <div aria-live="polite" className="pointer-events-none sticky top-16 z-10 -mb-9 flex h-9 justify-center md:top-4">
      {count > 0 && (
        <button type="button" onClick={show} className="btn-sun pointer-events-auto animate-rise shadow-lg">
          <ArrowUp size={16} aria-hidden />
          {count === 1 ? 'New post' : 'New posts'}
        </button>
      )}
    </div>
  )
}

const CaughtUp = () => (
  <p className="flex items-center justify-center gap-2 py-10 text-sm text-quiet">
    <CheckCheck size={18} className="text-sun" aria-hidden /> You’re all caught up
  </p>
)

const EmptyFeed = () => (
  <>
    <Empty icon={Camera} title="Your feed starts here">
      <p>Follow people to see their photos, or post your own.</p>
      <Link to="/create" className="btn-sun mt-4">
        Share a photo
      </Link>
    </Empty>
    <div className="mx-auto max-w-sm px-6">
      <Suggestions limit={8} />
    </div>
  </>
)
