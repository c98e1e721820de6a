import { useMutation } from '@tanstack/react-query'
import { Bookmark, ChevronLeft, Image, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Collection } from '#contract'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { pluralize } from '../components/numbers.ts'
import { Grid } from '../profile/grid.tsx'
import { toast, toastError } from '../state/toasts.ts'
import { CollectionForm } from './collection-form.tsx'
import { reloadCollections, useCollections } from './collections.ts'
import { Cover } from './cover.tsx'
import { CoverDialog } from './cover-dialog.tsx'

/** The posts that the viewer saved, above them their collections; or one collection. Only they can see them. */
export function Saved() {
  const [search] = useSearchParams()
  const collectionId = search.get('collection')
  return collectionId ? <OneCollection key={collectionId} id={collectionId} /> : <AllSaved />
}

const AllSaved = () => (
  <>
    <Shelf />
    <Grid
      listKey="saved"
      load={at => client.call('posts.saved', { limit: 24, ...at })}
      empty={
        <Empty icon={Bookmark} title="Nothing saved yet">
          <p>Save posts to find them here. Only you can see what you’ve saved.</p>
        </Empty>
      }
    />
  </>
)

/** All collections in a row. */
function Shelf() {
  const list = useCollections()
  const [creating, setCreating] = useState(false)
  const items = list.data?.pages.flatMap(page => page.items)
  return (
    <section aria-label="Collections" className="px-4 pb-4 md:px-0">
      <ul className="flex gap-3 overflow-x-auto pb-1">
        <li>
          <button
            type="button"
            className="grid w-28 justify-items-center gap-1.5 text-sm font-semibold hover:text-quiet"
            onClick={() => setCreating(true)}
          >
            <span className="grid size-28 place-items-center rounded-2xl border-2 border-dashed border-line text-quiet">
              <Plus size={26} aria-hidden />
            </span>
            New collection
          </button>
        </li>
        {!items && (
          <li className="grid place-items-center">
            <LoadState small failed={list.isError} onRetry={list.refetch} />
          </li>
        )}
        {items?.map(collection => (
          <li key={collection.id} className="w-28 shrink-0">
            <Link to={`?tab=saved&collection=${collection.id}`} preventScrollReset className="block text-sm">
              <Cover image={collection.cover} className="size-28 rounded-2xl" />
              <span className="mt-1.5 block truncate font-semibold">{collection.title}</span>
              <span className="text-quiet">{pluralize(collection.counts.posts, 'post')}</span>
            </Link>
          </li>
        ))}
        {items && list.hasNextPage && (
          <li className="w-12 shrink-0">
            <LoadMore onMore={() => list.fetchNextPage()} at={items.length} />
          </li>
        )}
      </ul>
      {creating && <CollectionForm onClose={() => setCreating(false)} />}
    </section>
  )
}

function OneCollection({ id }: { id: string }) {
  const list = useCollections()
  const [open, setOpen] = useState<'rename' | 'cover' | 'delete' | null>(null)
  const [, setSearch] = useSearchParams()
  const back = () => setSearch({ tab: 'saved' }, { replace: true, preventScrollReset: true })
  const collection = list.data?.pages.flatMap(page => page.items).find(each => each.id === id)
  return (
    <>
      <header className="flex items-center gap-1 px-2 pb-3">
        <Link to="?tab=saved" preventScrollReset aria-label="All saved posts" className="icon-btn">
          <ChevronLeft size={24} aria-hidden />
        </Link>
        <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{collection?.title}</h2>
        {collection && (
          <>
            <button type="button" aria-label="Rename collection" className="icon-btn" onClick={() => setOpen('rename')}>
              <Pencil size={20} aria-hidden />
            </button>
            <button type="button" aria-label="Change cover" className="icon-btn" onClick={() => setOpen('cover')}>
              <Image size={20} aria-hidden />
            </button>
            <button
              type="button"
              aria-label="Delete collection"
              className="icon-btn text-rose"
              onClick={() => setOpen('delete')}
            >
              <Trash2 size={20} aria-hidden />
            </button>
          </>
        )}
      </header>
      <Grid
        listKey={`collection ${id}`}
        load={at => client.call('collections.posts', { collectionId: id, limit: 24, ...at })}
        empty={
          <Empty icon={Bookmark} title="Nothing in this collection yet">
            <p>Save a post, and choose this collection.</p>
          </Empty>
        }
      />
      {open === 'rename' && collection && <CollectionForm collection={collection} onClose={() => setOpen(null)} />}
      {open === 'cover' && <CoverDialog collectionId={id} onClose={() => setOpen(null)} />}
      {open === 'delete' && collection && (
        <Deletion collection={collection} onDeleted={back} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

type DeletionProps = { collection: Collection; onDeleted: () => void; onClose: () => void }

function Deletion({ collection, onDeleted, onClose }: DeletionProps) {
  const remove = useMutation({
    mutationFn: () => client.call('collections.delete', { collectionId: collection.id }),
    async onSuccess() {
      await reloadCollections()
      onClose()
      onDeleted()
      toast('Collection deleted. Its posts are still saved.')
    },
    onError: toastError,
  })
  return (
    <ConfirmDialog
      title={`Delete “${collection.title}”?`}
      action="Delete"
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>Its posts stay saved.</p>
    </ConfirmDialog>
  )
}
