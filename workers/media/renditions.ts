import { readFile } from 'node:fs/promises'
import { rgbaToThumbHash } from 'thumbhash'
import type { Crop } from '#contract'
import { colorOf } from '#photos/image-urls'
import { readPhotoHeader } from '#photos/photo-header'
import { decodePhoto, type Pixels } from './decode-photo.ts'
import { sharp } from './guarded-sharp.ts'
import { PhotoFailure } from './photo-failure.ts'

export { PhotoFailure }

export type VariantName = 'thumb' | 'small' | 'medium' | 'large'
export type RenderedVariant = {
  name: VariantName
  width: number
  height: number
  format: 'webp' | 'jpeg'
  bytes: Buffer
}
/** `width` and `height` in pixels of the upright original after the crop; `thumbhash` in base64, `color` as `#rrggbb`. */
export type RenderedPhoto = {
  width: number
  height: number
  thumbhash: string
  color: string
  variants: RenderedVariant[]
}

const THUMB = 150
const BOUNDS = { small: 320, medium: 640, large: 1080 }
// Effort 2 is twice as fast as the default of 4, for files a few percent larger.
const WEBP = { quality: 80, effort: 2 }
const JPEG = { quality: 82 }

/**
 * Renders every variant of a photo: upright, sRGB, without any metadata, never enlarged (the square thumb excepted).
 * WebP in four sizes, and the large one as JPEG too, on white where it is transparent.
 *
 * @param input the file's bytes, or its path.
 * @param crop in pixels of the upright original.
 * @throws PhotoFailure if the photo itself is at fault; other errors (no such file, no memory) may pass on another try.
 */
export async function renderPhoto(
  input: Buffer | string,
  { crop = null }: { crop?: Crop | null } = {},
): Promise<RenderedPhoto> {
  const bytes = typeof input === 'string' ? await readFile(input) : input
  const header = readPhotoHeader(bytes, true)
  if ('rejected' in header) throw new PhotoFailure(header.detail)
  const { width, height, pixels: large } = await decodePhoto(bytes, BOUNDS.large, crop)
  const medium = await shrink(large, BOUNDS.medium, width / height)
  const small = await shrink(medium, BOUNDS.small, width / height)
  return { width, height, ...(await impressionOf(medium)), variants: await renderVariants(large, medium, small) }
}

// Each size comes from the next larger one; `aspect` keeps their roundings from adding up.
async function shrink(pixels: Pixels, bound: number, aspect: number): Promise<Pixels> {
  if (Math.max(pixels.width, pixels.height) <= bound) return pixels
  const width = Math.max(1, Math.round(bound * Math.min(1, aspect)))
  const height = Math.max(1, Math.round(bound / Math.max(1, aspect)))
  return rawOf(open(pixels).resize(width, height, { fit: 'fill' }))
}

/** What is shown before the photo: a blurred picture, and the dominant color before that. */
async function impressionOf(pixels: Pixels): Promise<{ thumbhash: string; color: string }> {
  const tiny = await rawOf(open(pixels).resize(100, 100, { fit: 'inside', withoutEnlargement: true }).ensureAlpha())
  // Statistics are of the input: what is transparent has to be white before.
  const opaque = await rawOf(open(tiny).flatten({ background: '#fff' }))
  const { r, g, b } = (await open(opaque).stats()).dominant
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.width, tiny.height, tiny.data)).toString('base64')
  return { thumbhash, color: colorOf(r, g, b) }
}

// One after the other: a photo takes one core, and the rest of the process keeps the others.
async function renderVariants(large: Pixels, medium: Pixels, small: Pixels): Promise<RenderedVariant[]> {
  const square = Math.min(medium.width, medium.height) < THUMB ? large : medium
  const thumb = await encode('thumb', open(square).resize(THUMB, THUMB, { fit: 'cover' }).webp(WEBP))
  const ofLarge = await encode('large', open(large).webp(WEBP))
  const ofMedium = medium === large ? ofLarge : await encode('medium', open(medium).webp(WEBP))
  const ofSmall = small === medium ? ofMedium : await encode('small', open(small).webp(WEBP))
  const jpeg = await encode('large', open(large).flatten({ background: '#fff' }).jpeg(JPEG))
  return [thumb, { ...ofSmall, name: 'small' }, { ...ofMedium, name: 'medium' }, ofLarge, jpeg]
}

async function rawOf(image: ReturnType<typeof sharp>): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 }
}

async function encode(name: VariantName, image: ReturnType<typeof sharp>): Promise<RenderedVariant> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
  return { name, width: info.width, height: info.height, format: info.format === 'jpeg' ? 'jpeg' : 'webp', bytes: data }
}

const open = ({ data, width, height, channels }: Pixels) => sharp(data, { raw: { width, height, channels } })
