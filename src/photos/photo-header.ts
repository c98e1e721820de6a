import { brands, startsWith, uint32 } from './byte-reading.ts'
import { createByteWalk } from './byte-walk.ts'
import { nameOfOther } from './other-media.ts'
import { type Broken, MEASURES, type Sides } from './photo-sides.ts'

export { MAX_PHOTO_BYTES as MAX_BYTES } from '#contract'
export const MAX_PIXELS = 100e6
const MAX_SIDE = 65_500
/** Of an animation the first frame is shown, but all of it is gone through. */
const MAX_FRAMES = 50_000
const MAX_PIXELS_OF_FRAMES = 10_000e6

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'
/** Sides in pixels as stored, before EXIF orientation. */
export type PhotoHeader = { format: PhotoFormat; width: number; height: number }
export type HeaderError = { refused: 'unsupported_media' | 'too_large'; detail: string }
export type HeaderUndecided = { needMore: true }

/** So much of a file is held at most to tell what it is. */
const mostHead = 1024
/** So much of a file tells a photo from everything else. */
const leastHead = 32

/**
 * Says what a file is by its bytes, whatever its name, or why it is refused, while the file comes in. Whatever stands
 * before the picture is gone past, not held, so it may have any length. Never throws; takes time linear in the file.
 */
export function createHeaderReader() {
  let head: Uint8Array = new Uint8Array(0)
  let format: PhotoFormat | undefined
  let walk: { push(chunk: Uint8Array): Broken | undefined } | null = null
  let sides: Sides | null = null
  let refusal: HeaderError | null = null

  const refused = (why: HeaderError | undefined) => {
    refusal ??= why ?? null
  }
  const heard = {
    sides(found: Sides) {
      sides = found
      refused(beyondLimits(found))
    },
    frames: (count: number) => refused(sides ? beyondFrames(count, sides) : undefined),
  }

  function begin(chunk: Uint8Array, whole: boolean) {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (!whole && head.length < wantedOf(head)) return
    if (head.length === 0) return refused(unsupported('The file is empty.'))
    format = sniff(head)
    if (!format) {
      return refused(unsupported(`This is ${nameOfOther(head)}. Photos are accepted as JPEG, PNG, WebP, GIF or AVIF.`))
    }
    walk = createByteWalk(MEASURES[format](heard))
    follow(head)
    head = new Uint8Array(0)
  }

  function follow(chunk: Uint8Array) {
    const fault = walk?.push(chunk)
    if (fault) refused(unsupported(fault.broken))
  }

  const verdict = (): PhotoHeader | HeaderError | HeaderUndecided =>
    refusal ?? (format && sides ? { format, width: sides.width, height: sides.height } : { needMore: true })

  return {
    /** What is known now: a photo may still be refused for what follows. */
    push(chunk: Uint8Array): PhotoHeader | HeaderError | HeaderUndecided {
      if (refusal) return refusal
      if (walk) follow(chunk)
      else begin(chunk, false)
      return verdict()
    },
    /** What the file is, which has come to its end. */
    end(): PhotoHeader | HeaderError {
      if (!walk && !refusal) begin(new Uint8Array(0), true)
      const known = verdict()
      return 'needMore' in known ? unsupported(`The ${LABELS[format ?? 'jpeg']} file is cut off.`) : known
    },
  }
}

/** The same of bytes that are at hand: of a whole file, or of its beginning, of which the answer may be `needMore`. */
export function readPhotoHeader(head: Uint8Array, whole: true): PhotoHeader | HeaderError
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderError | HeaderUndecided
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderError | HeaderUndecided {
  const reader = createHeaderReader()
  const known = reader.push(head)
  return whole ? reader.end() : known
}

const LABELS: Record<PhotoFormat, string> = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', gif: 'GIF', avif: 'AVIF' }

/** The bytes that must be there to tell what a file is: a list of brands, which AVIF begins with, may be long. */
const wantedOf = (head: Uint8Array) =>
  startsWith(head, 'ftyp', 4) ? Math.min(Math.max(uint32(head, 0), leastHead), mostHead) : leastHead

// HEIC is not here: the prebuilt sharp holds no HEVC decoder.
function sniff(head: Uint8Array): PhotoFormat | undefined {
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'webp'
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'gif'
  if (brands(head).includes('avif')) return 'avif'
}

function beyondLimits({ width, height }: Sides): HeaderError | undefined {
  const figures = `The photo is ${amount(width)} × ${amount(height)} pixels`
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
    return tooLarge(`${figures}; a side may have 1 to ${amount(MAX_SIDE)} pixels.`)
  if (width * height > MAX_PIXELS) return tooLarge(`${figures}; at most ${MAX_PIXELS / 1e6} megapixels are accepted.`)
}

function beyondFrames(count: number, { width, height }: Sides): HeaderError | undefined {
  if (count > MAX_FRAMES) return tooLarge(`The animation has more than ${amount(MAX_FRAMES)} frames.`)
  if (count * width * height > MAX_PIXELS_OF_FRAMES) {
    const most = `${amount(MAX_PIXELS_OF_FRAMES / 1e6)} megapixels`
    return tooLarge(`The frames of the animation have more than ${most} in all.`)
  }
}

const amount = (pixels: number) => pixels.toLocaleString('en')
const unsupported = (detail: string): HeaderError => ({ refused: 'unsupported_media', detail })
const tooLarge = (detail: string): HeaderError => ({ refused: 'too_large', detail })
