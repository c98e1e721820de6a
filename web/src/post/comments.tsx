import { useInfiniteQuery } from '@tanstack/react-query'
import { MessageCircle } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Comment, Post } from '#contract'
import { client } from '../client.ts'
import { LoadState } from '../components/load-state.tsx'
import { pluralize } from '../components/numbers.ts'
import { loadMoreComments, loadReplies, refreshComments, topKey, useThread } from '../state/comments.ts'
import { toastError } from '../state/toasts.ts'
import { CommentRow } from './comment-row.tsx'

type CommentsProps = {
  post: Post
  /** The comment just sent: its thread is open. */
  sent: Comment | null
  onReply: (comment: Comment) => void
}

const orders = { newest: 'Newest', top: 'Top' } as const
type Order = keyof typeof orders

/** The comments of a post with their replies, newest first or by likes, after the pinned ones. */
export function Comments(props: CommentsProps) {
  const [order, setOrder] = useState<Order>('newest')
  return (
    <>
      {(props.post.counts.comments > 1 || order === 'top') && (
        <fieldset className="flex gap-4 pt-1 pb-1 text-xs">
          <legend className="sr-only">Order of the comments</legend>
          {(Object.keys(orders) as Order[]).map(each => (
            <button
              key={each}
              type="button"
              aria-pressed={order === each}
              className={`font-semibold ${order === each ? 'text-ink' : 'text-quiet hover:text-ink'}`}
              onClick={() => setOrder(each)}
            >
              {orders[each]}
            </button>
          ))}
        </fieldset>
      )}
      {order === 'top' ? <TopComments {...props} /> : <NewestComments {...props} />}
    </>
  )
}

function NewestComments(props: CommentsProps) {
  const { post } = props
  const { items, cursor } = useThread(post.id)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    refreshComments(post.id).catch(() => setFailed(true))
  }, [post.id])
  useEffect(load, [load])
  if (cursor === undefined && (failed || items.length === 0)) {
    return <LoadState small failed={failed} title="Couldn’t load comments." onRetry={load} />
  }
  const more = () => loadMoreComments(post.id).catch(toastError)
  return <List {...props} items={items} onMore={cursor ? more : null} />
}

/** The order is that of the moment it was asked for; what the viewer has just sent comes first. */
function TopComments(props: CommentsProps) {
  const { post, sent } = props
  const list = useInfiniteQuery({
    queryKey: topKey(post.id),
    queryFn: ({ pageParam }) =>
      client.call('comments.list', { postId: post.id, order: 'top', ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const known = list.data?.pages.flatMap(page => page.items)
  if (!known) {
    return <LoadState small failed={list.isError} title="Couldn’t load comments." onRetry={() => void list.refetch()} />
  }
  const isNew = sent !== null && !sent.parentId && !known.some(each => each.id === sent.id)
  const more = () => void list.fetchNextPage()
  return <List {...props} items={isNew ? [sent, ...known] : known} onMore={list.hasNextPage ? more : null} />
}

function List({ items, onMore, ...props }: CommentsProps & { items: Comment[]; onMore: (() => void) | null }) {
  const { post, sent, onReply } = props
  const { replies } = useThread(post.id)
  if (onMore === null && items.length === 0) {
    return (
      <p className="grid justify-items-center gap-2 py-10 text-quiet">
        <MessageCircle size={26} strokeWidth={1.5} aria-hidden />
        No comments yet
      </p>
    )
  }
  return (
    <>
      <ul aria-label="Comments" aria-live="polite">
        {items.map(comment => (
          <li key={comment.id}>
            <CommentRow comment={comment} post={post} isSent={comment.id === sent?.id} onReply={onReply} />
            <Replies {...props} comment={comment} known={replies[comment.id] ?? []} />
          </li>
        ))}
      </ul>
      {onMore && (
        <button type="button" className="btn-quiet mx-auto my-3 flex" onClick={onMore}>
          More comments
        </button>
      )}
    </>
  )
}

type RepliesProps = CommentsProps & { comment: Comment; known: Comment[] }

function Replies({ comment, post, known, sent, onReply }: RepliesProps) {
  const [opened, setOpened] = useState(false)
  const open = opened || sent?.parentId === comment.id
  const hidden = comment.counts.replies - (open ? known.length : 0)
  const show = () => {
    setOpened(true)
    loadReplies(post.id, comment.id).catch(toastError)
  }
  if (comment.counts.replies === 0) return null
  return (
    <div className="ml-[46px]">
      {hidden > 0 && (
        <button
          type="button"
          className="flex items-center gap-3 py-1 text-xs font-semibold text-quiet hover:text-ink"
          onClick={show}
        >
          <span aria-hidden className="h-px w-6 bg-quiet/50" />
          View {pluralize(hidden, open ? 'more reply' : 'reply', open ? 'more replies' : 'replies')}
        </button>
      )}
      {open &&
        known.map(reply => (
          <CommentRow key={reply.id} comment={reply} post={post} isSent={reply.id === sent?.id} onReply={onReply} />
        ))}
    </div>
  )
}
