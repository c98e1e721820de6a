import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { newIdempotencyKey } from '#client'
import type { Media } from '#contract'
import { client } from '../client.ts'
import { PhotoPicker } from '../create/photo-picker.tsx'
import { fittingPhotos } from '../photo/fitting-photos.ts'
import { toastError } from '../state/toasts.ts'

/** A photo of a post that is being edited: one just added is shown from its file until it is processed. */
export type EditedPhoto = Media & { preview?: string }

/** Uploads photos for a post that is being edited, one by one, and hands each over once it has arrived. */
export function useAddedPhotos(onAdded: (photo: EditedPhoto) => void) {
  const [sent, setSent] = useState(0)
  const previews = useRef<string[]>([])
  useEffect(() => () => previews.current.forEach(URL.revokeObjectURL), [])
  const upload = useMutation({
    async mutationFn({ files, room }: { files: readonly File[]; room: number }) {
      setSent(0)
      const fitting = await fittingPhotos(files, room)
      for (const [index, file] of fitting.entries()) {
        const onProgress = (share: number) => setSent((index + share) / fitting.length)
        const media = await client.upload(file, {}, { idempotencyKey: newIdempotencyKey(), onProgress })
        const preview = URL.createObjectURL(file)
        previews.current.push(preview)
        onAdded({ ...media, preview })
      }
    },
    onError: toastError,
  })
  return { add: upload.mutate, isAdding: upload.isPending, sent }
}

type AddProps = { isAdding: boolean; sent: number; onFiles: (files: File[]) => void }

/** Takes more photos, and shows how much of them is uploaded. */
export const AddPhotos = ({ isAdding, sent, onFiles }: AddProps) =>
  isAdding ? (
    <p role="status" className="flex items-center gap-3 rounded-2xl border border-line p-5 text-sm text-quiet">
      Uploading…
      <progress value={sent} aria-label="Upload" className="h-1.5 min-w-0 flex-1 accent-sun" />
    </p>
  ) : (
    <PhotoPicker compact onFiles={onFiles} />
  )
