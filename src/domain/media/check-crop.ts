import type { Crop } from '#contract'
import type { StoredFile } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { fitsIn } from '#photos/crop'

/** Refuses a crop that fits into a photo neither as it is stored nor turned: which of them is upright, decoding shows. */
export function checkCrop(crop: Crop, { width, height }: StoredFile) {
  if (fitsIn(crop, { width, height }) || fitsIn(crop, { width: height, height: width })) return null
  return invalid({ crop: `reaches beyond the photo, which has ${width} × ${height} pixels` })
}
