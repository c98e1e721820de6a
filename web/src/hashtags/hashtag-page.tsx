import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { useParams, useSearchParams } from 'react-router'
import type { Hashtag } from '#contract'
import { client, isGone } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadState } from '../components/load-state.tsx'
import { compactNumber, pluralize } from '../components/numbers.ts'
import { Tabs } from '../components/tabs.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { Grid } from '../profile/grid.tsx'
import { useTitle } from '../state/title.ts'
import { toastError } from '../state/toasts.ts'

const tabs = { top: 'Top', recent: 'Recent' }

/** A hashtag: how many posts it has, whether the viewer follows it, and its posts. */
export function HashtagPage() {
  const { tag = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const shown = search.get('tab') === 'recent' ? 'recent' : 'top'
  const hashtag = useQuery({ queryKey: ['hashtag', tag], queryFn: () => client.call('hashtags.get', { tag }) })
  useTitle(`#${tag}`)
  if (isGone(hashtag.error)) return <NotFound />
  if (!hashtag.data) return <LoadState failed={hashtag.isError} onRetry={hashtag.refetch} />
  return (
    <div className="mx-auto max-w-[58rem] pt-5 md:px-6 md:pt-8">
      <Header given={tag} hashtag={hashtag.data} />
      <div className="mx-auto max-w-xs px-4 py-3">
        <Tabs
          label="Posts"
          tabs={tabs}
          shown={shown}
          onShow={tab => setSearch(tab === 'top' ? {} : { tab }, { replace: true, preventScrollReset: true })}
          panel="posts"
        />
      </div>
      <div role="tabpanel" id="posts" aria-label={tabs[shown]}>
        <Grid
          listKey={`${shown} #${tag}`}
          load={at => client.call('hashtags.posts', { tag, order: shown, limit: 24, ...at })}
          empty={<Empty icon={Hash} title="No posts yet" />}
        />
      </div>
    </div>
  )
}

type HeaderProps = {
  /** The tag as the address spells it. */
  given: string
  hashtag: Hashtag
}

function Header({ given, hashtag }: HeaderProps) {
  const { tag, counts } = hashtag
  return (
    <header className="flex flex-wrap items-center gap-x-5 gap-y-3 px-4">
      <span className="grid size-12 shrink-0 place-items-center rounded-full border-2 border-line text-quiet md:size-16">
        <Hash size={24} strokeWidth={1.5} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <h1 className="text-xl font-semibold break-words md:text-2xl" dir="auto">
          #{tag}
        </h1>
        <p className="text-quiet">
          <span aria-hidden>{`${compactNumber(counts.posts)} ${counts.posts === 1 ? 'post' : 'posts'}`}</span>
          <span className="sr-only">{pluralize(counts.posts, 'post')}</span>
        </p>
      </div>
      <FollowHashtag given={given} hashtag={hashtag} />
    </header>
  )
}

/** Follows or unfollows a hashtag; shows the new state at once. */
function FollowHashtag({ given, hashtag: { tag, viewer } }: HeaderProps) {
  const queries = useQueryClient()
  const { following } = viewer
  const show = (following: boolean) =>
    queries.setQueryData<Hashtag>(['hashtag', given], now => now && { ...now, viewer: { following } })
  const follow = useMutation({
    mutationFn: (wanted: boolean) => client.call(wanted ? 'hashtags.follow' : 'hashtags.unfollow', { tag }),
    onMutate: show,
    onError: (error, wanted) => {
      show(!wanted)
      toastError(error)
    },
  })
  return (
    <button
      type="button"
      aria-label={`${following ? 'Following' : 'Follow'}: #${tag}`}
      className={following ? 'btn-quiet' : 'btn-sun'}
      disabled={follow.isPending}
      onClick={() => follow.mutate(!following)}
    >
      {following ? 'Following' : 'Follow'}
    </button>
  )
}
