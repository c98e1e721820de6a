import { type InfiniteData, useMutation } from '@tanstack/react-query'
import type { Hashtag } from '#contract'
import { client } from '../client.ts'
import { queries } from '../state/queries.ts'
import { toastError } from '../state/toasts.ts'

export const followedKey = ['followed hashtags']

/** Follows or unfollows a hashtag; shows the new state at once. */
export function FollowHashtag({ hashtag: { tag, viewer } }: { hashtag: Hashtag }) {
  const { following } = viewer
  const follow = useMutation({
    mutationFn: (wanted: boolean) => client.call(wanted ? 'hashtags.follow' : 'hashtags.unfollow', { tag }),
    onMutate: wanted => show(tag, wanted),
    // The list is right when it is next looked at; until then, an unfollowed hashtag can be followed again in its place.
    onSuccess: () => queries.invalidateQueries({ queryKey: followedKey, refetchType: 'none' }),
    onError: (error, wanted) => {
      show(tag, !wanted)
      toastError(error)
    },
  })
  return (
    <button
      type="button"
      aria-label={`${following ? 'Following' : 'Follow'}: #${tag}`}
      className={following ? 'btn-quiet' : 'btn-sun'}
      // Not disabled meanwhile: that would take the focus away.
      onClick={() => follow.isPending || follow.mutate(!following)}
    >
      {following ? 'Following' : 'Follow'}
    </button>
  )
}

/** Shows whether the viewer follows a hashtag wherever it is loaded, by whatever spelling. */
function show(tag: string, following: boolean) {
  const mark = (each: Hashtag) => (each.tag === tag ? { ...each, viewer: { following } } : each)
  queries.setQueriesData<Hashtag>({ queryKey: ['hashtag'] }, now => now && mark(now))
  queries.setQueryData<InfiniteData<{ items: Hashtag[] }>>(
    followedKey,
    now => now && { ...now, pages: now.pages.map(page => ({ ...page, items: page.items.map(mark) })) },
  )
}
