import { useCallback, useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Comment, Post } from '#contract'
import { isGone } from '../client.ts'
import { Avatar } from '../components/avatar.tsx'
import { LoadState } from '../components/load-state.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { usePoll } from '../hooks/use-poll.ts'
import { Gone } from '../layout/gone.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { SharedPost } from '../sharing/repost-card.tsx'
import { knownComments, useThread } from '../state/comments.ts'
import { dropPostIfGone, loadPost, usePost } from '../state/posts.ts'
import { useTitle } from '../state/title.ts'
import { toast } from '../state/toasts.ts'
import { useWatch } from '../state/watches.ts'
import { Actions } from './actions.tsx'
import { Caption } from './caption.tsx'
import { CommentForm } from './comment-form.tsx'
import { Comments } from './comments.tsx'
import { Edited } from './edited.tsx'
import { LikeOnDoubleTap } from './like-on-double-tap.tsx'
import { PostMedia } from './post-media.tsx'
import { PostMenu } from './post-menu.tsx'

/** A post: photos left and comments right on a desktop, stacked on a phone. */
export function PostPage() {
  const postId = useParams().postId!
  const post = usePost(postId)
  const [failure, setFailure] = useState<'missing' | 'unreachable' | null>(null)
  const isKnown = post !== undefined
  const wasShown = useRef<string | null>(null)
  if (isKnown) wasShown.current = postId
  useWatch(postId, isKnown)
  const load = useCallback(() => {
    setFailure(null)
    loadPost(postId).catch(error => setFailure(isGone(error) ? 'missing' : 'unreachable'))
  }, [postId])
  // When its author blocks the viewer or deletes the account, no event says so.
  usePoll(() => isKnown && dropPostIfGone(postId))
  useEffect(load, [load])
  // A post that disappears while shown is loaded again, to learn whether it was deleted.
  useEffect(() => {
    if (!isKnown && wasShown.current === postId) load()
  }, [load, isKnown, postId])
  if (failure === 'missing' && wasShown.current === postId) {
    return <Gone title="This post is gone">It was deleted, or you can no longer see it.</Gone>
  }
  if (failure === 'missing') return <NotFound />
  if (!post) return <LoadState failed={failure !== null} onRetry={load} />
  return <WholePost post={post} />
}

function WholePost({ post }: { post: Post }) {
  useTitle(`Post by ${post.author.username}`)
  const [focus, setFocus] = useState(0)
  const [replyTo, setReplyTo] = useState<Comment | null>(null)
  const [sent, setSent] = useState<Comment | null>(null)
  useDeletedTarget(replyTo, setReplyTo)
  const pictured = post.media.length > 0
  return (
    <div className={`mx-auto md:px-6 md:pt-8 ${pictured ? 'max-w-5xl' : 'max-w-[30rem]'}`}>
      <h1 className="sr-only">Post by {post.author.username}</h1>
      <article aria-label={`Post by ${post.author.username}`} className="card overflow-hidden lg:flex">
        {pictured && (
          <div className="self-center lg:w-[58%]">
            <LikeOnDoubleTap id={post.id}>
              <PostMedia post={post} eager sizes="(min-width: 1024px) 600px, 100vw" />
            </LikeOnDoubleTap>
          </div>
        )}
        <div
          className={`flex min-w-0 flex-1 flex-col ${pictured ? 'lg:max-h-[46rem] lg:border-l lg:border-line' : ''}`}
        >
          <header className="flex items-center gap-3 border-b border-line px-4 py-3">
            <Avatar user={post.author} />
            <div className="min-w-0 flex-1 text-sm leading-tight">
              <Link to={`/${post.author.username}`} className="font-semibold hover:underline">
                {post.author.username}
              </Link>
              <p className="truncate text-quiet">
                <TimeAgo at={post.publishedAt ?? post.createdAt} />
                <Edited post={post} />
                {post.location && ` · ${post.location.name}`}
              </p>
            </div>
            <PostMenu post={post} />
          </header>
          {post.status !== 'published' && (
            <p role="status" className="bg-wash px-4 py-2 text-sm text-quiet">
              {post.status === 'archived'
                ? 'Archived. Only you see this post.'
                : 'Not published. Only you see this post.'}
            </p>
          )}
          <div className="flex-1 overflow-y-auto px-4 py-3">
            <Caption post={post} whole />
            {(post.sharedPost || post.sharedPostUnavailable) && (
              <div className="mt-3">
                <SharedPost post={post} />
              </div>
            )}
            <div className={post.caption ? 'mt-2' : ''}>
              <Comments post={post} sent={sent} onReply={setReplyTo} />
            </div>
          </div>
          <footer className="border-t border-line px-4 pt-1 pb-4" hidden={post.status !== 'published'}>
            <Actions post={post} onComment={() => setFocus(now => now + 1)} />
            {replyTo && (
              <p className="pt-1 text-xs text-quiet">
                Replying to {replyTo.author.username} ·{' '}
                <button type="button" className="font-semibold hover:text-ink" onClick={() => setReplyTo(null)}>
                  cancel
                </button>
              </p>
            )}
            <CommentForm
              post={post}
              focus={focus}
              replyTo={replyTo}
              onSent={comment => {
                setSent(comment)
                setReplyTo(null)
              }}
            />
          </footer>
        </div>
      </article>
    </div>
  )
}

/** Cancels a reply when its comment is deleted. The written text stays. */
function useDeletedTarget(replyTo: Comment | null, setReplyTo: (comment: null) => void) {
  useThread(replyTo?.postId ?? '')
  const isThere = !replyTo || knownComments(replyTo.postId).some(each => each.id === replyTo.id && !each.deletedAt)
  useEffect(() => {
    if (isThere) return
    setReplyTo(null)
    toast('The comment you were replying to was deleted.', 'error')
  }, [isThere, setReplyTo])
}
