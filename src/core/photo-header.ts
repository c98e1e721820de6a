import { brands, startsWith } from './byte-reading.ts'
import { nameOfOther } from './other-media.ts'
import { MEASURES, type Sides } from './photo-sides.ts'

export const MAX_BYTES = 25 * 1024 * 1024
export const MAX_PIXELS = 100e6
const MAX_SIDE = 65_500

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'
/** Sides in pixels as stored, before EXIF orientation. */
export type PhotoHeader = { format: PhotoFormat; width: number; height: number }
export type HeaderRefusal = { refused: 'unsupported_media' | 'too_large'; detail: string }
export type HeaderUndecided = { needMore: true }

/**
 * Says what a file is by its first bytes, whatever its name, or why it is refused. Never throws; takes time linear in
 * `head`, under a millisecond for most.
 *
 * @param head the beginning of the file; 256 kB decide nearly every photo.
 * @param whole whether `head` is the whole file. If it is not, the answer may be `needMore` (a JPEG keeps its size behind
 * segments of any length): ask again with twice the bytes, or with the whole file, which is always decided.
 */
export function readPhotoHeader(head: Uint8Array, whole: true): PhotoHeader | HeaderRefusal
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderRefusal | HeaderUndecided
export function readPhotoHeader(head: Uint8Array, whole: boolean): PhotoHeader | HeaderRefusal | HeaderUndecided {
  if (!whole && head.length < 32) return { needMore: true }
  if (head.length === 0) return unsupported('The file is empty.')
  const format = sniff(head)
  if (!format) return unsupported(`This is ${nameOfOther(head)}. Photos are accepted as JPEG, PNG, WebP, GIF or AVIF.`)
  const measured = MEASURES[format](head)
  if (measured === 'cut off') return whole ? unsupported(`The ${LABELS[format]} file is cut off.`) : { needMore: true }
  if ('broken' in measured) return unsupported(measured.broken)
  return beyondLimits(measured) ?? { format, width: measured.width, height: measured.height }
}

const LABELS: Record<PhotoFormat, string> = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', gif: 'GIF', avif: 'AVIF' }

// HEIC is not here: the prebuilt sharp holds no HEVC decoder.
function sniff(head: Uint8Array): PhotoFormat | undefined {
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'webp'
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'gif'
  if (brands(head).includes('avif')) return 'avif'
}

function beyondLimits({ width, height }: Sides): HeaderRefusal | undefined {
  const figures = `The photo is ${amount(width)} × ${amount(height)} pixels`
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
    return tooLarge(`${figures}; a side may have 1 to ${amount(MAX_SIDE)} pixels.`)
  if (width * height > MAX_PIXELS) return tooLarge(`${figures}; at most ${MAX_PIXELS / 1e6} megapixels are accepted.`)
}

const amount = (pixels: number) => pixels.toLocaleString('en')
const unsupported = (detail: string): HeaderRefusal => ({ refused: 'unsupported_media', detail })
const tooLarge = (detail: string): HeaderRefusal => ({ refused: 'too_large', detail })
