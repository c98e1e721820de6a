import { useInfiniteQuery } from '@tanstack/react-query'
import type { PostVersion } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { RichText } from '../components/rich-text.tsx'
import { Photo } from './photo.tsx'
import { useDeletedNotice } from './use-deleted-notice.ts'

type HistoryProps = { postId: string; editedAt: string; onClose: () => void }

/** What a post said before its edits, newest first. */
export function HistoryDialog({ postId, editedAt, onClose }: HistoryProps) {
  useDeletedNotice(postId, true)
  const list = useInfiniteQuery({
    queryKey: ['posts.history', postId, editedAt],
    queryFn: ({ pageParam }) => client.call('posts.history', { postId, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  })
  const versions = list.data?.pages.flatMap(page => page.items)
  return (
    <Dialog label="Edit history" onClose={onClose}>
      <DialogTitle title="Edit history" onClose={onClose} />
      <div className="max-h-[min(30rem,70dvh)] overflow-y-auto px-5 py-3">
        {!versions && <LoadState failed={list.isError} onRetry={list.refetch} />}
        {versions?.length === 0 && <p className="py-8 text-center text-quiet">Earlier versions were not kept.</p>}
        <ul aria-label="Earlier versions" className="divide-y divide-line">
          {versions?.map(version => (
            <Version key={version.id} version={version} />
          ))}
        </ul>
        {versions && list.hasNextPage && <LoadMore onMore={() => list.fetchNextPage()} at={versions.length} />}
      </div>
    </Dialog>
  )
}

const Version = ({ version }: { version: PostVersion }) => (
  <li className="grid gap-2 py-3">
    <p className="text-sm text-quiet">
      <time dateTime={version.writtenAt}>
        {new Date(version.writtenAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </time>
      {version.location && ` · ${version.location.name}`}
    </p>
    {version.caption && (
      <p className="whitespace-pre-wrap">
        <RichText text={version.caption} entities={version.entities} />
      </p>
    )}
    {version.media.length > 0 && (
      <ul aria-label="Photos" className="flex gap-1.5 overflow-x-auto">
        {version.media.map(media => (
          <li key={media.id} className="size-16 shrink-0 overflow-hidden rounded-lg">
            <Photo media={media} sizes="64px" />
          </li>
        ))}
      </ul>
    )}
  </li>
)
