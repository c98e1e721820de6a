import { Heart, Images, MessageCircle, Pin, Repeat2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Post } from '#contract'
import { LoadMore } from '../components/load-more.tsx'
import { LoadError } from '../components/load-state.tsx'
import { compactNumber, pluralize } from '../components/numbers.ts'
import { usePages } from '../hooks/use-pages.ts'
import { Photo } from '../post/photo.tsx'
import { refreshImageUrls } from '../post/post-media.tsx'
import { putPosts, usePost } from '../state/posts.ts'
import { GridSkeleton } from './profile-skeleton.tsx'

type GridProps = {
  /** The list starts again when this changes. */
  listKey: string
  load: (at: { cursor?: string }) => Promise<{ items: Post[]; nextCursor: string | null }>
  empty: ReactNode
  /** Marks the posts that are pinned to a profile. */
  pins?: boolean
}

/** A paged list of posts in three columns. */
export function Grid({ listKey, load, empty, pins = false }: GridProps) {
  const { items, more, failed, reload } = usePages<Post>(listKey, async at => {
    const page = await load(at)
    putPosts(page.items)
    return page
  })
  if (!items) return failed ? <LoadError onRetry={reload} /> : <GridSkeleton />
  if (items.length === 0) return empty
  return (
    <>
      <ul aria-label="Posts" className="grid grid-cols-3 gap-0.5 md:gap-1">
        {items.map(({ id }) => (
          <Tile key={id} id={id} pins={pins} />
        ))}
      </ul>
      {more && <LoadMore onMore={more} at={items.length} />}
    </>
  )
}

function Tile({ id, pins }: { id: string; pins: boolean }) {
  const post = usePost(id)
  if (!post) return null
  const first = post.media[0] ?? post.sharedPost?.media[0]
  const words =
    post.caption || post.sharedPost?.caption || (post.sharedPostUnavailable ? 'This post is unavailable.' : '')
  return (
    <li className="group relative aspect-square overflow-hidden bg-wash">
      <Link to={`/p/${id}`} className="block size-full" aria-label={first ? undefined : words}>
        {first ? (
          <Photo media={first} sizes="(min-width: 768px) 290px, 33vw" onExpired={() => refreshImageUrls(id)} />
        ) : (
          <p className="font-mark line-clamp-6 p-3 text-sm leading-snug md:p-5 md:text-lg">{words}</p>
        )}
        {pins && post.pinned && (
          <Pin
            size={18}
            fill="currentColor"
            className={`absolute top-2 ${first ? 'left-2 text-white drop-shadow' : 'right-2 text-quiet'}`}
            role="img"
            aria-label="Pinned"
          />
        )}
        {(post.sharedPost || post.sharedPostUnavailable) && (
          <Repeat2
            size={18}
            className={`absolute right-2 bottom-2 ${first ? 'text-white drop-shadow' : 'text-quiet'}`}
            role="img"
            aria-label="Repost"
          />
        )}
        {post.media.length > 1 && (
          <Images
            size={18}
            className="absolute top-2 right-2 text-white drop-shadow"
            role="img"
            aria-label={`${post.media.length} photos`}
          />
        )}
        <span className="absolute inset-0 hidden place-items-center bg-black/35 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 md:grid">
          <span className="flex gap-6 font-semibold text-white">
            <span className="flex items-center gap-2">
              <Heart size={19} fill="currentColor" aria-hidden />
              <span aria-hidden>{compactNumber(post.counts.likes)}</span>
              <span className="sr-only">{pluralize(post.counts.likes, 'like')}</span>
            </span>
            <span className="flex items-center gap-2">
              <MessageCircle size={19} fill="currentColor" className="-scale-x-100" aria-hidden />
              <span aria-hidden>{compactNumber(post.counts.comments)}</span>
              <span className="sr-only">{pluralize(post.counts.comments, 'comment')}</span>
            </span>
          </span>
        </span>
      </Link>
    </li>
  )
}
