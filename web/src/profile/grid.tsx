import { Heart, Images, MessageCircle } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { client } from '../client.ts'
import { MoreBelow } from '../parts/more-below.tsx'
import { counted, short } from '../post/actions.tsx'
import { Photo } from '../post/photo.tsx'
import { loadPost, putPosts, usePost } from '../state/posts.ts'
import { complain } from '../state/toasts.ts'

/** Somebody's posts in three columns, newest first. */
export function Grid({ username, empty }: { username: string; empty: ReactNode }) {
  const [ids, setIds] = useState<string[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const loading = useRef(false)

  async function load(from: string | null) {
    if (loading.current) return
    loading.current = true
    try {
      const page = await client.call('users.posts', { username, limit: 24, ...(from && { cursor: from }) })
      putPosts(page.items)
      setIds(now => [...new Set([...(from ? (now ?? []) : []), ...page.items.map(post => post.id)])])
      setCursor(page.nextCursor)
    } catch (error) {
      complain(error)
    } finally {
      loading.current = false
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each person
  useEffect(() => {
    void load(null)
  }, [username])

  if (ids?.length === 0) return empty
  return (
    <>
      <ul aria-label="Posts" className="grid grid-cols-3 gap-0.5 md:gap-1">
        {ids?.map(id => (
          <Tile key={id} id={id} />
        ))}
      </ul>
      {ids && cursor && <MoreBelow onMore={() => load(cursor)} count={ids.length} />}
    </>
  )
}

function Tile({ id }: { id: string }) {
  const post = usePost(id)
  if (!post) return null
  const first = post.media[0]
  return (
    <li className="group relative aspect-square overflow-hidden bg-wash">
      <Link to={`/p/${id}`} className="block size-full" aria-label={first ? undefined : post.caption}>
        {first ? (
          <Photo
            media={first}
            sizes="(min-width: 768px) 290px, 33vw"
            onExpired={() => loadPost(id).catch(() => undefined)}
          />
        ) : (
          <p className="font-mark line-clamp-6 p-3 text-sm leading-snug md:p-5 md:text-lg">{post.caption}</p>
        )}
        {post.media.length > 1 && (
          <Images
            size={18}
            className="absolute top-2 right-2 text-white drop-shadow"
            aria-label={`${post.media.length} photos`}
          />
        )}
        <span className="absolute inset-0 hidden place-items-center bg-black/35 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 md:grid">
          <span className="flex gap-6 font-semibold text-white">
            <span className="flex items-center gap-2">
              <Heart size={19} fill="currentColor" aria-hidden />
              <span aria-hidden>{short(post.counts.likes)}</span>
              <span className="sr-only">{counted(post.counts.likes, 'like')}</span>
            </span>
            <span className="flex items-center gap-2">
              <MessageCircle size={19} fill="currentColor" className="-scale-x-100" aria-hidden />
              <span aria-hidden>{short(post.counts.comments)}</span>
              <span className="sr-only">{counted(post.counts.comments, 'comment')}</span>
            </span>
          </span>
        </span>
      </Link>
    </li>
  )
}
