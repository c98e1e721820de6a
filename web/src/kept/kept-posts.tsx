import { useInfiniteQuery } from '@tanstack/react-query'
import { Archive, CalendarClock, type LucideIcon, PencilLine, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { KeptCard } from './kept-card.tsx'
import { type KeptList, keptLists } from './kept-lists.ts'

export const Drafts = () => <KeptPosts list="drafts" />
export const Scheduled = () => <KeptPosts list="scheduled" />
export const Archived = () => <KeptPosts list="archive" />
export const Deleted = () => <KeptPosts list="deleted" />

const empty: Record<KeptList, { icon: LucideIcon; title: string; words: string }> = {
  drafts: { icon: PencilLine, title: 'No drafts', words: 'Save a new post as a draft to finish it later.' },
  scheduled: {
    icon: CalendarClock,
    title: 'Nothing scheduled',
    words: 'Schedule a new post, and it’s published at its time.',
  },
  archive: { icon: Archive, title: 'Nothing archived', words: 'Archived posts are seen by nobody but you.' },
  deleted: { icon: Trash2, title: 'Nothing deleted', words: 'Deleted posts stay here for 30 days.' },
}

function KeptPosts({ list }: { list: KeptList }) {
  const { operation } = keptLists[list]
  const { data, isError, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['kept', list],
    queryFn: ({ pageParam }) => client.call(operation, pageParam ? { cursor: pageParam } : {}),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })
  const posts = data?.pages.flatMap(page => page.items)
  const { icon, title, words } = empty[list]
  return (
    <>
      <nav aria-label="Your posts" className="mb-4 flex flex-wrap gap-1 text-sm">
        {(Object.keys(keptLists) as KeptList[]).map(each => (
          <Link
            key={each}
            to={`/settings/${each}`}
            replace
            aria-current={each === list ? 'page' : undefined}
            className={`rounded-full px-3 py-2 ${each === list ? 'bg-wash font-semibold' : 'text-quiet hover:text-ink'}`}
          >
            {keptLists[each].title}
          </Link>
        ))}
      </nav>
      {!posts && <LoadState failed={isError} onRetry={refetch} />}
      {posts?.length === 0 && (
        <Empty icon={icon} title={title}>
          <p>{words}</p>
        </Empty>
      )}
      {posts && posts.length > 0 && (
        <ul aria-label={keptLists[list].title} className="grid grid-cols-1 gap-3">
          {posts.map(post => (
            <KeptCard key={post.id} post={post} onExpired={refetch} />
          ))}
        </ul>
      )}
      {hasNextPage && <LoadMore onMore={fetchNextPage} at={posts?.length} />}
    </>
  )
}
