import { useInfiniteQuery } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { Link } from 'react-router'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { FollowHashtag, followedKey } from './follow-hashtag.tsx'
import { HashtagRow } from './hashtag-row.tsx'

/** The hashtags that the viewer follows, last followed first. */
export function FollowedHashtags() {
  const list = useInfiniteQuery({
    queryKey: followedKey,
    queryFn: ({ pageParam }) =>
      client.call('hashtags.following', { limit: 50, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  })
  const items = list.data?.pages.flatMap(page => page.items)
  if (!items) return <LoadState failed={list.isError} onRetry={list.refetch} />
  if (items.length === 0) {
    return (
      <Empty icon={Hash} title="No hashtags followed yet">
        <p>Posts with hashtags you follow join your feed. Only you can see this list.</p>
        <Link to="/search" className="btn-sun mt-2">
          Find hashtags
        </Link>
      </Empty>
    )
  }
  return (
    <>
      <p className="pb-2 text-sm text-quiet">Their posts join your feed. Only you can see this list.</p>
      <ul aria-label="Hashtags you follow">
        {items.map(hashtag => (
          <li key={hashtag.tag}>
            <HashtagRow hashtag={hashtag}>
              <FollowHashtag hashtag={hashtag} />
            </HashtagRow>
          </li>
        ))}
      </ul>
      {list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={items.length} />}
    </>
  )
}
