import type { Crop } from '#contract'
import type { StoredFile } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { fitsIn } from '#photos/crop'

/** Throws for a crop that fits the photo neither as stored nor turned: only decoding shows which way is up. */
export function checkCrop(crop: Crop, { width, height }: StoredFile) {
  if (fitsIn(crop, { width, height }) || fitsIn(crop, { width: height, height: width })) return
  throw invalid({ crop: `reaches beyond the photo, which has ${width} × ${height} pixels` })
}
