import { useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from '../components/avatar.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { useVisible } from '../hooks/use-visible.ts'
import { SharedPost } from '../sharing/repost-card.tsx'
import { usePost } from '../state/posts.ts'
import { useWatch } from '../state/watches.ts'
import { Actions } from './actions.tsx'
import { Caption } from './caption.tsx'
import { CommentForm } from './comment-form.tsx'
import { Edited } from './edited.tsx'
import { FirstComments } from './first-comments.tsx'
import { LikeOnDoubleTap } from './like-on-double-tap.tsx'
import { PostMedia } from './post-media.tsx'
import { PostMenu } from './post-menu.tsx'

/** A post in the feed, with live counts and comments while it is in view. */
export function PostCard({ id, eager = false }: { id: string; eager?: boolean }) {
  const post = usePost(id)
  const [ref, visible] = useVisible<HTMLElement>('200px')
  const [commenting, setCommenting] = useState(0)
  useWatch(id, visible && post !== undefined)
  if (!post) return null
  return (
    <article ref={ref} aria-label={`Post by ${post.author.username}`} className="card border-b">
      <header className="flex items-center gap-3 px-4 py-3">
        <Link to={`/${post.author.username}`} aria-hidden tabIndex={-1}>
          <Avatar user={post.author} />
        </Link>
        <div className="min-w-0 flex-1 text-sm leading-tight">
          <Link to={`/${post.author.username}`} className="font-semibold hover:underline">
            {post.author.username}
          </Link>
          <span className="text-quiet"> · </span>
          <Link to={`/p/${id}`}>
            <TimeAgo at={post.publishedAt ?? post.createdAt} />
          </Link>
          <Edited post={post} />
          {post.location && <p className="truncate text-quiet">{post.location.name}</p>}
        </div>
        <PostMenu post={post} />
      </header>
      {post.media.length > 0 && (
        <LikeOnDoubleTap id={id}>
          <PostMedia post={post} eager={eager} />
        </LikeOnDoubleTap>
      )}
      <div className={post.media.length > 0 ? 'px-4 pb-3' : 'flex flex-col px-4 pb-3'}>
        <div className={post.media.length > 0 ? '' : 'order-2'}>
          <Actions post={post} onComment={() => setCommenting(now => now + 1)} />
        </div>
        <Caption post={post} />
        {(post.sharedPost || post.sharedPostUnavailable) && (
          <div className="pt-2">
            <SharedPost post={post} />
          </div>
        )}
      </div>
      <div className="px-4 pb-4">
        <FirstComments post={post} />
        <CommentForm post={post} focus={commenting} />
      </div>
    </article>
  )
}
