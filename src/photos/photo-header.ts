import { brands, startsWith, uint32 } from './byte-reading.ts'
import { createByteWalk } from './byte-walk.ts'
import { nameOfOther } from './other-media.ts'
import { type Broken, MEASURES, type Sides } from './photo-sides.ts'

export { MAX_PHOTO_BYTES as MAX_BYTES } from '#contract'
export const MAX_PIXELS = 100e6
const MAX_SIDE = 65_500
/** An animation is shown as its first frame, but all its frames are read. */
const MAX_FRAMES = 50_000
const MAX_PIXELS_OF_FRAMES = 10_000e6

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'
/** Width and height in pixels as stored, before EXIF orientation. */
export type PhotoHeader = { format: PhotoFormat; width: number; height: number }
export type HeaderError = { rejected: 'unsupported_media' | 'too_large'; detail: string }
export type HeaderUndecided = { needMore: true }

/** The maximum of bytes held to detect the format. */
const maxHead = 1024
/** The bytes needed to detect the format. */
const minHead = 32

/**
 * Detects the format and size of a photo by its bytes while the file arrives, or why it is rejected. Data before the picture
 * is skipped, not held, so it may have any length. Never throws; takes time linear in the file.
 */
export function createHeaderReader() {
  let head: Uint8Array = new Uint8Array(0)
  let format: PhotoFormat | undefined
  let walk: { push(chunk: Uint8Array): Broken | undefined } | null = null
  let sides: Sides | null = null
  let error: HeaderError | null = null

  const reject = (found: HeaderError | undefined) => {
    error ??= found ?? null
  }
  const onFound = {
    sides(found: Sides) {
      sides = found
      reject(beyondLimits(found))
    },
    frames: (count: number) => reject(sides ? beyondFrames(count, sides) : undefined),
  }

  function begin(chunk: Uint8Array, whole: boolean) {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (!whole && head.length < wantedOf(head)) return
    if (head.length === 0) return reject(unsupported('The file is empty.'))
    format = sniff(head)
    if (!format) {
      return reject(unsupported(`This is ${nameOfOther(head)}. Photos are accepted as JPEG, PNG, WebP, GIF or AVIF.`))
    }
    walk = createByteWalk(MEASURES[format](onFound))
    follow(head)
    head = new Uint8Array(0)
  }

  function follow(chunk: Uint8Array) {
    const fault = walk?.push(chunk)
    if (fault) reject(unsupported(fault.broken))
  }

  const verdict = (): PhotoHeader | HeaderError | HeaderUndecided =>
    error ?? (format && sides ? { format, width: sides.width, height: sides.height } : { needMore: true })

  return {
    /** The header so far; a photo may still be rejected for what follows. */
    push(chunk: Uint8Array): PhotoHeader | HeaderError | HeaderUndecided {
      if (error) return error
      if (walk) follow(chunk)
      else begin(chunk, false)
      return verdict()
    },
    /** The header of the file, which is complete now. */
    end(): PhotoHeader | HeaderError {
      if (!walk && !error) begin(new Uint8Array(0), true)
      const known = verdict()
      return 'needMore' in known ? unsupported(`The ${LABELS[format ?? 'jpeg']} file is cut off.`) : known
    },
  }
}

/** The same for bytes in memory: a whole file, or its beginning, for which the result may be `needMore`. */
export function readPhotoHeader(head: Uint8Array, whole: true): PhotoHeader | HeaderError
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderError | HeaderUndecided
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderError | HeaderUndecided {
  const reader = createHeaderReader()
  const known = reader.push(head)
  return whole ? reader.end() : known
}

const LABELS: Record<PhotoFormat, string> = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', gif: 'GIF', avif: 'AVIF' }

/** The bytes needed to detect the format: AVIF begins with a list of brands, which may be long. */
const wantedOf = (head: Uint8Array) =>
  startsWith(head, 'ftyp', 4) ? Math.min(Math.max(uint32(head, 0), minHead), maxHead) : minHead

// Not HEIC: the prebuilt sharp has no HEVC decoder.
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
    const max = `${amount(MAX_PIXELS_OF_FRAMES / 1e6)} megapixels`
    return tooLarge(`The frames of the animation have more than ${max} in all.`)
  }
}

const amount = (pixels: number) => pixels.toLocaleString('en')
const unsupported = (detail: string): HeaderError => ({ rejected: 'unsupported_media', detail })
const tooLarge = (detail: string): HeaderError => ({ rejected: 'too_large', detail })
