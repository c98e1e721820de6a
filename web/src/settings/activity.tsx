import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { History, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { ActivityKind, Activity as Entry } from '#contract'
import { client, errorMessage } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { pluralize } from '../components/numbers.ts'
import { Name } from '../components/person-row.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { Photo } from '../post/photo.tsx'
import { queries } from '../state/queries.ts'
import { me } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'

const kinds: Record<ActivityKind, string> = {
  like: 'Likes',
  comment: 'Comments',
  follow: 'Follows',
  signIn: 'Sign-ins',
  received: 'On your posts',
}

type Filter = { kind: ActivityKind | ''; from: string; to: string }

/** What the user did and what others did to their posts: by kind and date, each removable, or many at once. */
export function Activity() {
  const [filter, setFilter] = useState<Filter>({ kind: '', from: '', to: '' })
  const [asking, setAsking] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const clear = useMutation({
    mutationFn: () => client.call('activity.clear', filter.kind ? { kind: filter.kind } : {}),
    onSuccess: made => setJobId(made.jobId),
    onError: toastError,
  })
  // Clearing knows no dates: with a range chosen, it would remove more than what is shown.
  const what = filter.kind ? kinds[filter.kind].toLowerCase() : 'activity'
  return (
    <>
      <Filters filter={filter} onFilter={setFilter} />
      {jobId ? (
        <Progress jobId={jobId} onDone={() => setJobId(null)} />
      ) : filter.from || filter.to ? null : (
        <button
          type="button"
          className="btn mb-4 h-11 w-full text-rose hover:bg-wash"
          disabled={clear.isPending}
          onClick={() => setAsking(true)}
        >
          Clear all {what}
        </button>
      )}
      <Entries filter={filter} />
      {asking && (
        <ConfirmDialog
          title={`Clear all ${what}?`}
          action="Clear"
          onConfirm={() => {
            setAsking(false)
            clear.mutate()
          }}
          onClose={() => setAsking(false)}
        >
          <p>{consequence(filter.kind)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function consequence(kind: ActivityKind | ''): string {
  if (kind === 'signIn' || kind === 'received') return 'It is only hidden from this list.'
  if (kind === 'like') return 'Everything you’ve liked will be unliked.'
  if (kind === 'comment') return 'All your comments will be deleted.'
  if (kind === 'follow') return 'You’ll unfollow everyone.'
  return 'Your likes, comments and follows will be undone; the rest is hidden from this list.'
}

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  return (
    <fieldset className="mb-4 grid grid-cols-2 gap-3">
      <legend className="sr-only">What to show</legend>
      <label className="col-span-2 text-sm font-semibold">
        Show
        <select
          className="field mt-1.5 h-11 font-normal"
          value={filter.kind}
          onChange={event => onFilter({ ...filter, kind: event.target.value as Filter['kind'] })}
        >
          <option value="">All activity</option>
          {Object.entries(kinds).map(([kind, title]) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {(['from', 'to'] as const).map(end => (
        <label key={end} className="text-sm font-semibold">
          {end === 'from' ? 'From' : 'Until'}
          <input
            type="date"
            className="field mt-1.5 h-11 font-normal"
            value={filter[end]}
            onChange={event => onFilter({ ...filter, [end]: event.target.value })}
          />
        </label>
      ))}
    </fieldset>
  )
}

/** The range of local days as instants: the last day is included. */
function rangeOf({ kind, from, to }: Filter) {
  const instant = (day: string, days: number) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    return new Date(year, month - 1, date + days).toISOString()
  }
  return { ...(kind && { kind }), ...(from && { from: instant(from, 0) }), ...(to && { to: instant(to, 1) }) }
}

function Entries({ filter }: { filter: Filter }) {
  const list = useInfiniteQuery({
    queryKey: ['activity', filter],
    queryFn: ({ pageParam }) =>
      client.call('activity.mine', { limit: 30, ...rangeOf(filter), ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  })
  const remove = useMutation({
    mutationFn: (entry: Entry) => client.call('activity.remove', { activityId: entry.id }),
    onSuccess: () => toast('Removed.'),
    onError: toastError,
    onSettled: () => queries.invalidateQueries({ queryKey: ['activity'] }),
  })
  const items = list.data?.pages.flatMap(page => page.items)
  if (!items) return <LoadState failed={list.isError} onRetry={list.refetch} />
  if (items.length === 0) return <Empty icon={History} title="No activity" />
  return (
    <>
      <ul aria-label="Activity" className="divide-y divide-line">
        {items.map(entry => (
          <li key={entry.id} className="flex items-center gap-3 py-3">
            <div className="min-w-0 flex-1 text-sm">
              <p className="[overflow-wrap:anywhere]">{describe(entry)}</p>
              <p className="text-quiet">
                <TimeAgo at={entry.at} />
              </p>
            </div>
            {entry.post && <Thumbnail post={entry.post} />}
            <button
              type="button"
              aria-label={`Remove: ${nameOf(entry)}`}
              className="icon-btn text-quiet"
              disabled={remove.isPending}
              onClick={() => remove.mutate(entry)}
            >
              <X size={18} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={items.length} />}
    </>
  )
}

function postOf({ post }: Entry): ReactNode {
  if (!post) return 'a post that is unavailable'
  if (post.author.id === me.get()?.id) return 'your own post'
  return (
    <>
      a post by <Name user={post.author} />
    </>
  )
}

function describe(entry: Entry): ReactNode {
  const { kind, comment, user, signIn } = entry
  if (kind === 'signIn') return `You signed in on ${signIn?.device || 'an unknown device'} (${signIn?.ip}).`
  if (kind === 'follow')
    return user ? (
      <>
        You followed <Name user={user} />.
      </>
    ) : (
      'You followed someone who is unavailable.'
    )
  if (kind === 'comment')
    return (
      <>
        You commented on {postOf(entry)}: “{comment?.text}”
      </>
    )
  if (kind === 'like') return comment ? <>You liked a comment: “{comment.text}”</> : <>You liked {postOf(entry)}.</>
  const who = user ? <Name user={user} /> : 'Someone'
  return comment ? (
    <>
      {who} commented on your post: “{comment.text}”
    </>
  ) : (
    <>{who} liked your post.</>
  )
}

/** What the button that removes an entry is named after. */
const nameOf = ({ kind, comment, user, post, signIn }: Entry) =>
  `${kinds[kind].toLowerCase()} ${comment?.text ?? user?.username ?? post?.author.username ?? signIn?.device ?? ''}`.trim()

const Thumbnail = ({ post }: { post: NonNullable<Entry['post']> }) => {
  const [first] = post.media
  if (!first) return null
  return (
    <Link to={`/p/${post.id}`} aria-label="Go to post" className="size-11 shrink-0 overflow-hidden rounded-lg bg-wash">
      <Photo media={first} sizes="44px" />
    </Link>
  )
}

/** How far a request to clear is. It goes on when the page is left. */
function Progress({ jobId, onDone }: { jobId: string; onDone: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['activity.clearing', jobId],
    queryFn: async () => {
      const clearing = await client.call('activity.clearing', { jobId })
      await queries.invalidateQueries({ queryKey: ['activity'] })
      return clearing
    },
    refetchInterval: query => (query.state.data?.done ? false : 1_000),
    staleTime: 0,
  })
  const removed = data?.removed ?? 0
  return (
    <div role="status" className="card mb-4 flex items-center gap-3 rounded-2xl border px-4 py-3 text-sm">
      <p className="flex-1">
        {error ? errorMessage(error) : data?.done ? 'Done. ' : 'Clearing… '}
        {removed > 0 && `${pluralize(removed, 'thing')} undone.`}
        {!data?.done && !error && ' You can leave this page.'}
      </p>
      {(data?.done || error) && (
        <button type="button" className="btn-quiet" onClick={onDone}>
          OK
        </button>
      )}
    </div>
  )
}
