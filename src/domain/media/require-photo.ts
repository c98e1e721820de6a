import type { Crop } from '#contract'
import type { StoredFile } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { fitsIn } from '#photos/crop'

/** The photo of a call; throws where there is none, and for a crop that does not fit it. */
export function requirePhoto(file: StoredFile | null, crop: Crop | null): StoredFile {
  if (file === null) throw invalid({ file: 'is needed' })
  const { width, height } = file
  // As stored or turned: only decoding shows which way is up.
  const fits = crop === null || fitsIn(crop, { width, height }) || fitsIn(crop, { width: height, height: width })
  if (!fits) throw invalid({ crop: `reaches beyond the photo, which has ${width} × ${height} pixels` })
  return file
}
