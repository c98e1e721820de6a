import { useInfiniteQuery } from '@tanstack/react-query'
import { client } from '../client.ts'
import { queries } from '../state/queries.ts'

/** The viewer's collections; with a post, whether each holds it. */
export const useCollections = (postId?: string) =>
  useInfiniteQuery({
    queryKey: ['collections', postId ?? null],
    queryFn: ({ pageParam }) =>
      client.call('collections.list', {
        limit: 50,
        ...(postId && { postId }),
        ...(pageParam && { cursor: pageParam }),
      }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  })

/** After each change: every list of collections is loaded again. */
export const reloadCollections = () => queries.invalidateQueries({ queryKey: ['collections'] })
