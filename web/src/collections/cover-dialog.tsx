import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { Photo } from '../post/photo.tsx'
import { toast, toastError } from '../state/toasts.ts'
import { reloadCollections } from './collections.ts'

type DialogProps = { collectionId: string; onClose: () => void }

/** Chooses the post whose photo is the cover of a collection. */
export function CoverDialog({ collectionId, onClose }: DialogProps) {
  const list = useInfiniteQuery({
    queryKey: ['cover choices', collectionId],
    queryFn: ({ pageParam }) =>
      client.call('collections.posts', { collectionId, limit: 30, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  })
  const choose = useMutation({
    mutationFn: (coverPostId: string | null) => client.call('collections.update', { collectionId, coverPostId }),
    async onSuccess() {
      await reloadCollections()
      onClose()
      toast('Cover changed.')
    },
    onError: toastError,
  })
  const pictured = list.data?.pages.flatMap(page => page.items).filter(post => post.media[0]?.image)
  return (
    <Dialog label="Change cover" onClose={onClose}>
      <DialogTitle title="Change cover" onClose={onClose} />
      <div className="p-3">
        <button
          type="button"
          className="btn-quiet mb-3 w-full"
          disabled={choose.isPending}
          onClick={() => choose.mutate(null)}
        >
          Always the post added last
        </button>
        {!pictured && <LoadState small failed={list.isError} onRetry={list.refetch} />}
        {pictured?.length === 0 && (
          <p className="py-6 text-center text-sm text-quiet">No post in this collection has a photo.</p>
        )}
        <ul aria-label="Posts to choose from" className="grid max-h-[50dvh] grid-cols-3 gap-1 overflow-y-auto p-1">
          {pictured?.map(({ id, author, media: [first] }) => (
            <li key={id} className="aspect-square">
              <button
                type="button"
                aria-label={`Post by ${author.username}: ${first!.altText || 'a photo without a description'}`}
                disabled={choose.isPending}
                className="block size-full overflow-hidden rounded-lg"
                onClick={() => choose.mutate(id)}
              >
                <Photo media={first!} sizes="110px" />
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={pictured?.length} />}
      </div>
    </Dialog>
  )
}
