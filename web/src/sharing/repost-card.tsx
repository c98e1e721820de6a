import { EyeOff } from 'lucide-react'
import { Link } from 'react-router'
import type { Post } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { RichText } from '../components/rich-text.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { Photo } from '../post/photo.tsx'

/** The post that another one reposts, or that a message carries. */
export function RepostCard({ post }: { post: Post }) {
  const [first] = post.media
  return (
    <article
      aria-label={`Shared post by ${post.author.username}`}
      className="relative overflow-hidden rounded-2xl border border-line bg-card text-ink"
    >
      <header className="flex items-center gap-2.5 px-3.5 py-2.5 text-sm">
        <Avatar user={post.author} size={28} />
        <Link to={`/p/${post.id}`} className="min-w-0 truncate font-semibold after:absolute after:inset-0">
          {post.author.username}
        </Link>
        <span className="text-quiet">
          · <TimeAgo at={post.publishedAt ?? post.createdAt} />
        </span>
      </header>
      {first && (
        <div className="aspect-square w-full overflow-hidden bg-wash">
          <Photo media={first} sizes="(min-width: 768px) 400px, 90vw" />
        </div>
      )}
      {post.caption && (
        <p className="line-clamp-4 px-3.5 py-2.5 text-sm whitespace-pre-wrap">
          <RichText text={post.caption} entities={post.entities} />
        </p>
      )}
    </article>
  )
}

/** In the place of a post that the viewer may not see, or that is gone. */
export const Unavailable = () => (
  <p className="flex items-center gap-2.5 rounded-2xl border border-line bg-card px-3.5 py-4 text-sm text-quiet">
    <EyeOff size={20} className="shrink-0" aria-hidden />
    This post is unavailable.
  </p>
)

/** What a post reposts, if it does. */
export function SharedPost({ post }: { post: Post }) {
  if (post.sharedPost) return <RepostCard post={post.sharedPost} />
  return post.sharedPostUnavailable ? <Unavailable /> : null
}
