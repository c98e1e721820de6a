import { useMutation } from '@tanstack/react-query'
import { Check, Plus } from 'lucide-react'
import type { Collection } from '#contract'
import { client } from '../client.ts'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { markSaved } from '../state/posts.ts'
import { toastError } from '../state/toasts.ts'
import { reloadCollections, useCollections } from './collections.ts'
import { Cover } from './cover.tsx'

/** Puts a post into a collection, or takes it out where that already holds it. */
export const usePut = (postId: string) =>
  useMutation({
    mutationFn: ({ id: collectionId, holds }: { id: string; holds: boolean }) =>
      client.call(holds ? 'collections.remove' : 'collections.add', { collectionId, postId }),
    async onSuccess(_, { holds }) {
      if (!holds) markSaved(postId)
      await reloadCollections()
    },
    onError: toastError,
  })

/** The viewer's collections, each with whether it holds the post. */
export function CollectionChoices({ postId, onCreate }: { postId: string; onCreate: () => void }) {
  const list = useCollections(postId)
  const put = usePut(postId)
  const items = list.data?.pages.flatMap(page => page.items)
  return (
    <>
      {!items && <LoadState small failed={list.isError} onRetry={list.refetch} />}
      <ul aria-label="Collections">
        {items?.map(collection => (
          <li key={collection.id}>
            <Row
              collection={collection}
              // Not disabled meanwhile: that would take the focus away.
              onToggle={() => put.isPending || put.mutate({ id: collection.id, holds: collection.holds === true })}
            />
          </li>
        ))}
      </ul>
      {items && list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={items.length} />}
      <button type="button" className={row} onClick={onCreate}>
        <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-wash">
          <Plus size={20} aria-hidden />
        </span>
        New collection
      </button>
    </>
  )
}

const row = 'flex w-full items-center gap-3 rounded-xl px-2 py-1 text-left hover:bg-wash'

type RowProps = { collection: Collection; onToggle: () => unknown }

const Row = ({ collection, onToggle }: RowProps) => (
  <button type="button" aria-pressed={collection.holds === true} className={row} onClick={onToggle}>
    <Cover image={collection.cover} className="size-10 rounded-lg" />
    <span className="min-w-0 flex-1 truncate">{collection.title}</span>
    {collection.holds && <Check size={20} className="shrink-0 text-leaf" aria-hidden />}
  </button>
)
