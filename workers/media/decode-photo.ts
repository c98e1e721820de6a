import type { Crop } from '#contract'
import { fitsIn } from '#photos/crop'
import { MAX_PIXELS } from '#photos/photo-header'
import { sharp } from './guarded-sharp.ts'
import { blamePhoto, PhotoFailure } from './photo-failure.ts'

/** Upright 8-bit sRGB, RGB or RGBA. */
export type Pixels = { data: Buffer; width: number; height: number; channels: 3 | 4 }
/** `width` and `height` are those of the upright original after the crop; `pixels` may be smaller. */
export type DecodedPhoto = { width: number; height: number; pixels: Pixels }

/**
 * Decodes a photo once, shrinking on load, to pixels whose longer side is at most `bound`. Animations give their first
 * frame. A crop counts in pixels of the upright photo.
 *
 * @throws PhotoFailure if the photo is cut off, damaged, too large or slow to decode, or the crop reaches beyond it.
 */
export async function decodePhoto(bytes: Buffer, bound: number, crop: Crop | null): Promise<DecodedPhoto> {
  const stored = await readMetadata(bytes)
  const { width, height } = stored.autoOrient
  const orientation = stored.orientation ?? 1
  const region = crop ? clip(crop, width, height) : { x: 0, y: 0, width, height }
  const plan = planShrink(stored, toStored(region, orientation, width, height), bound)
  const pixels = await orient(await decodeStrictly(bytes, plan, stored), orientation)
  return { width: region.width, height: region.height, pixels }
}

type Stored = { width: number; height: number; format: string; depth: string; space: string; hasProfile: boolean }
type Plan = { scaledTo: { width: number; height: number }; cut: Crop }

async function readMetadata(bytes: Buffer) {
  try {
    return await sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS }).metadata()
  } catch (error) {
    throw blamePhoto(error)
  }
}

function clip(crop: Crop, width: number, height: number): Crop {
  if (!fitsIn(crop, { width, height })) {
    throw new PhotoFailure(`The crop reaches beyond the photo, which is ${width} × ${height} pixels when upright.`)
  }
  return { ...crop, width: Math.min(crop.width, width - crop.x), height: Math.min(crop.height, height - crop.y) }
}

// The crop moves to where the pixels are stored, because turning first would need the whole photo in memory.
function toStored(region: Crop, orientation: number, uprightWidth: number, uprightHeight: number): Crop {
  const fromRight = uprightWidth - region.x - region.width
  const fromBottom = uprightHeight - region.y - region.height
  const mirrored = { x: [2, 3, 7, 8].includes(orientation), y: [3, 4, 6, 7].includes(orientation) }
  if (orientation < 5) return { ...region, x: mirrored.x ? fromRight : region.x, y: mirrored.y ? fromBottom : region.y }
  const [width, height] = [region.height, region.width]
  return { width, height, x: mirrored.x ? fromBottom : region.y, y: mirrored.y ? fromRight : region.x }
}

function planShrink(stored: Stored, region: Crop, bound: number): Plan {
  const scale = Math.min(1, bound / Math.max(region.width, region.height))
  const scaled = (length: number) => Math.max(1, Math.round(length * scale))
  const scaledTo = { width: scaled(stored.width), height: scaled(stored.height) }
  const x = Math.min(Math.floor(region.x * scale), scaledTo.width - 1)
  const y = Math.min(Math.floor(region.y * scale), scaledTo.height - 1)
  const width = Math.min(scaled(region.width), scaledTo.width - x)
  const height = Math.min(scaled(region.height), scaledTo.height - y)
  return { scaledTo, cut: { x, y, width, height } }
}

// libjpeg only warns of damaged data, and warns as well of harmless oddities that some phones write: a photo with
// nothing worse than those gets a second, lenient try. libvips keeps one text of errors for all threads, which another
// photo may clear or add to, so an unclear text is asked for again.
async function decodeStrictly(bytes: Buffer, plan: Plan, stored: Stored): Promise<Pixels> {
  if (stored.format !== 'jpeg') return decode(bytes, plan, stored, 'error').catch(blame)
  for (let attempt = 1; ; attempt++)
    try {
      return await decode(bytes, plan, stored, 'warning')
    } catch (error) {
      const [harmless, damaged] = [HARMLESS.test(String(error)), DAMAGE.test(String(error))]
      if (harmless && !damaged) return decode(bytes, plan, stored, 'error').catch(blame)
      if ((damaged && !harmless) || attempt === 4) throw blamePhoto(error)
    }
}

const HARMLESS =
  /extraneous bytes|Invalid SOS parameters|JFIF revision|Adobe color transform|Inconsistent progression|bad ICC marker/i
const DAMAGE = /premature end|bad (Huffman|arithmetic) code|instead of RST|timeout/i
const blame = (error: unknown) => {
  throw blamePhoto(error)
}

async function decode(bytes: Buffer, { scaledTo, cut }: Plan, stored: Stored, failOn: 'warning' | 'error') {
  const image = sharp(bytes, { failOn, limitInputPixels: MAX_PIXELS, sequentialRead: true })
    .timeout({ seconds: 30 })
    .resize({ ...scaledTo, fit: 'fill' })
    // Rows below the cut are read too, and dropped here: in rows that nobody reads, missing data would go unnoticed.
    .extract({ left: cut.x, top: cut.y, width: cut.width, height: scaledTo.height - cut.y })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
  // sharp converts 16-bit RGB from its own profile to P3, and to sRGB only when asked for a profile.
  if (stored.space === 'rgb16' && stored.hasProfile) image.withIccProfile('srgb')
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
  const channels = info.channels === 4 ? 4 : 3
  return {
    data: data.subarray(0, cut.width * cut.height * channels),
    width: cut.width,
    height: cut.height,
    channels,
  } satisfies Pixels
}

async function orient(pixels: Pixels, orientation: number): Promise<Pixels> {
  const turn = TURNS[orientation]
  if (!turn) return pixels
  const { data, width, height, channels } = pixels
  const turned = sharp(data, { raw: { width, height, channels } }).flop(turn.flop).rotate(turn.angle).raw()
  const { data: upright, info } = await turned.toBuffer({ resolveWithObject: true })
  return { data: upright, width: info.width, height: info.height, channels }
}

// By EXIF orientation: mirrored first, then turned clockwise.
const TURNS: Record<number, { flop: boolean; angle: number }> = {
  2: { flop: true, angle: 0 },
  3: { flop: false, angle: 180 },
  4: { flop: true, angle: 180 },
  5: { flop: true, angle: 270 },
  6: { flop: false, angle: 90 },
  7: { flop: true, angle: 90 },
  8: { flop: false, angle: 270 },
}
