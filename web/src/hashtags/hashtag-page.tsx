import { useQuery } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Hashtag } from '#contract'
import { client, isGone } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadState } from '../components/load-state.tsx'
import { compactNumber, pluralize } from '../components/numbers.ts'
import { Tabs } from '../components/tabs.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { Grid } from '../profile/grid.tsx'
import { useTitle } from '../state/title.ts'
import { FollowHashtag } from './follow-hashtag.tsx'

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
      <Header hashtag={hashtag.data} />
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

function Header({ hashtag }: { hashtag: Hashtag }) {
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
      <FollowHashtag hashtag={hashtag} />
      <Link to="/settings/hashtags" className="link basis-full text-sm">
        All hashtags you follow
      </Link>
    </header>
  )
}
