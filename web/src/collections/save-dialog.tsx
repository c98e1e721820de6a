import { useMutation } from '@tanstack/react-query'
import { Check, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Collection, Post } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { markSaved } from '../state/posts.ts'
import { toastError } from '../state/toasts.ts'
import { CollectionForm } from './collection-form.tsx'
import { reloadCollections, useCollections } from './collections.ts'
import { Cover } from './cover.tsx'

/** Puts a post into collections, and takes it out of them. */
export function SaveDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const list = useCollections(post.id)
  const [creating, setCreating] = useState(false)
  const items = list.data?.pages.flatMap(page => page.items)
  const put = useMutation({
    mutationFn: ({ id: collectionId, holds }: { id: string; holds: boolean }) =>
      client.call(holds ? 'collections.remove' : 'collections.add', { collectionId, postId: post.id }),
    async onSuccess(_, { holds }) {
      if (!holds) markSaved(post.id)
      await reloadCollections()
    },
    onError: toastError,
  })
  if (creating) {
    return <CollectionForm onDone={id => put.mutateAsync({ id, holds: false })} onClose={() => setCreating(false)} />
  }
  return (
    <Dialog label="Save to collection" onClose={onClose}>
      <DialogTitle title="Save to collection" onClose={onClose} />
      <div className="max-h-[min(24rem,60dvh)] overflow-y-auto px-2 py-2">
        <button
          type="button"
          className="flex w-full items-center gap-3 rounded-xl px-2 py-1.5 text-left font-semibold hover:bg-wash"
          onClick={() => setCreating(true)}
        >
          <span className="grid size-12 place-items-center rounded-xl bg-wash">
            <Plus size={22} aria-hidden />
          </span>
          New collection
        </button>
        {!items && <LoadState small failed={list.isError} onRetry={list.refetch} />}
        <ul aria-label="Collections">
          {items?.map(collection => (
            <li key={collection.id}>
              <Row
                collection={collection}
                busy={put.isPending}
                onToggle={() => put.mutate({ id: collection.id, holds: collection.holds === true })}
              />
            </li>
          ))}
        </ul>
        {items && list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={items.length} />}
      </div>
    </Dialog>
  )
}

type RowProps = { collection: Collection; busy: boolean; onToggle: () => void }

const Row = ({ collection, busy, onToggle }: RowProps) => (
  <button
    type="button"
    aria-pressed={collection.holds === true}
    disabled={busy}
    className="flex w-full items-center gap-3 rounded-xl px-2 py-1.5 text-left hover:bg-wash"
    onClick={onToggle}
  >
    <Cover image={collection.cover} className="size-12 rounded-xl" />
    <span className="min-w-0 flex-1 truncate">{collection.title}</span>
    {collection.holds && <Check size={20} className="shrink-0 text-leaf" aria-hidden />}
  </button>
)
