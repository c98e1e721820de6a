/**
 * What is wrong is the photo, so trying again is of no use. `reason` is a sentence for its owner; the decoder's own
 * words are in `cause`.
 */
export class PhotoFailure extends Error {
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'PhotoFailure'
    this.reason = reason
  }
}

/** Limits a decoder's error into a `PhotoFailure`; what is the machine's fault (no memory) stays as it is. */
export function blamePhoto(error: unknown): unknown {
  const said = error instanceof Error ? error.message : String(error)
  if (/out of memory|cannot allocate/i.test(said)) return error
  return new PhotoFailure(REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? DAMAGED, { cause: error })
}

const DAMAGED = 'The photo is damaged and cannot be shown whole. Save it again and upload the new file.'
const CUT_OFF = 'The photo is cut off: the end of the file is missing. Upload it again.'

const REASONS: [pattern: RegExp, reason: string][] = [
  [/premature end of JPEG|unexpected end|read error|unable to parse image|bad seek/i, CUT_OFF],
  [/exceeds (pixel|channel) limit/i, 'The photo has more pixels than are accepted.'],
  [/timeout/i, 'The photo takes too long to decode. Save it again in a common format and upload the new file.'],
]
