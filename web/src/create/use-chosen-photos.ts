import { useEffect, useRef, useState } from 'react'
import { newIdempotencyKey } from '#client'
import { client, errorMessage } from '../client.ts'
import { fittingPhotos, MAX_PHOTOS } from '../photo/fitting-photos.ts'
import { moved } from '../photo/step-buttons.tsx'
import type { Tag } from '../tags/tag.ts'

/** A photo chosen for a new post. `sent` is the fraction uploaded (0–1); `mediaId` is set once uploaded. */
export type ChosenPhoto = {
  key: string
  /** The idempotency key of the upload. */
  uploadKey: string
  file: File
  preview: string
  altText: string
  tagged: Tag[]
  sent: number | null
  mediaId: string | null
  failure: string | null
}

export function useChosenPhotos() {
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  const latest = useRef(photos)
  latest.current = photos
  useEffect(
    () => () => {
      for (const { preview } of latest.current) URL.revokeObjectURL(preview)
    },
    [],
  )

  const change = (key: string, what: Partial<ChosenPhoto>) =>
    setPhotos(now => now.map(each => (each.key === key ? { ...each, ...what } : each)))

  async function add(files: readonly File[]) {
    const fitting = await fittingPhotos(files, MAX_PHOTOS - latest.current.length)
    setPhotos(now => [...now, ...fitting.map(chosen)].slice(0, MAX_PHOTOS))
  }

  /** Uploads the remaining photos one by one and returns all ids in order. Throws at the first failure. */
  async function upload(): Promise<string[]> {
    const ids: string[] = []
    for (const photo of latest.current) ids.push(photo.mediaId ?? (await send(photo)))
    return ids
  }

  async function send({ key, uploadKey, file }: ChosenPhoto): Promise<string> {
    change(key, { sent: 0, failure: null })
    try {
      const onProgress = (sent: number) => change(key, { sent })
      const media = await client.upload(file, {}, { idempotencyKey: uploadKey, onProgress })
      change(key, { sent: 1, mediaId: media.id })
      return media.id
    } catch (error) {
      change(key, { sent: null, failure: errorMessage(error) })
      throw error
    }
  }

  /** Marks uploaded photos that the server could not process. Returns whether there are any. */
  async function markFailed(): Promise<boolean> {
    const checks = latest.current.map(async ({ key, mediaId }) => {
      if (mediaId === null) return false
      const media = await client.call('media.get', { mediaId }).catch(() => null)
      if (media?.status !== 'failed') return false
      const failure = media.failure ?? 'This photo couldn’t be processed.'
      change(key, { sent: null, mediaId: null, uploadKey: newIdempotencyKey(), failure })
      return true
    })
    return (await Promise.all(checks)).includes(true)
  }

  return {
    photos,
    add,
    move: (from: number, to: number) => setPhotos(now => moved(now, from, to)),
    remove: (key: string) => setPhotos(now => now.filter(each => each.key !== key)),
    describe: (key: string, altText: string) => change(key, { altText }),
    tag: (key: string, tagged: Tag[]) => change(key, { tagged }),
    upload,
    markFailed,
  }
}

const chosen = (file: File): ChosenPhoto => ({
  key: newIdempotencyKey(),
  uploadKey: newIdempotencyKey(),
  file,
  preview: URL.createObjectURL(file),
  altText: '',
  tagged: [],
  sent: null,
  mediaId: null,
  failure: null,
})
