import { MAX_PHOTO_BYTES } from '#contract'
import { toast } from '../state/toasts.ts'
import { isPhoto } from './is-photo.ts'

/** How many photos a post can have. */
export const MAX_PHOTOS = 10

/** Those of the chosen files that a post has room for and can show; says why the others are left out. */
export async function fittingPhotos(files: readonly File[], room: number): Promise<File[]> {
  const arePhotos = await Promise.all(files.map(isPhoto))
  const images = files.filter((_, index) => arePhotos[index])
  const fitting = images.filter(file => file.size <= MAX_PHOTO_BYTES)
  if (images.length < files.length) toast('Only JPEG, PNG, WebP, GIF and AVIF photos can be posted.', 'error')
  else if (fitting.length < images.length) toast('Photos can be up to 25 MB.', 'error')
  if (fitting.length > room) toast(`A post can have up to ${MAX_PHOTOS} photos.`, 'error')
  return fitting.slice(0, room)
}
