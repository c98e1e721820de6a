import type { HandlersOf } from '#core/pipeline/handler'
import { getMedia } from './get.ts'
import { updateMedia } from './update.ts'
import { uploadPhoto } from './upload.ts'

export const media: HandlersOf<'media'> = {
  'media.upload': uploadPhoto,
  'media.get': getMedia,
  'media.update': updateMedia,
}
