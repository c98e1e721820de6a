import { GIF } from 'image-size/types/gif'
import { PNG } from 'image-size/types/png'
import { WEBP } from 'image-size/types/webp'
import { latin1, startsWith, uint16, uint32 } from './byte-reading.ts'
import type { Step, Walk } from './byte-walk.ts'

export type Sides = { width: number; height: number }
export type Broken = { broken: string }
/** Receives the size as soon as it is known, and the number of frames of an animation whenever more are found. */
export type Heard = { sides(sides: Sides): void; frames(count: number): void }
type Measuring = Walk<Broken | undefined>

/**
 * Walks over the photo formats, each to where nothing more can be learnt without decoding. Of image-size only the readers of
 * fixed offsets are used: its detection takes text after a RIFF header for an SVG, its JPEG reader is more lenient than
 * decoders, and its AVIF reader takes quadratic time.
 */
export const MEASURES: Record<'jpeg' | 'png' | 'webp' | 'gif' | 'avif', (heard: Heard) => Measuring> = {
  jpeg: measureJpeg,
  png: measurePng,
  webp: measureWebp,
  gif: measureGif,
  avif: measureAvif,
}

/** A photo has a few dozen boxes; each costs time. */
const MAX_PARTS = 100_000

const take = (bytes: number): Step => ({ take: bytes })
const skip = (bytes: number): Step => ({ skip: bytes })

// The frame header follows any number of segments of any length. Steps from marker to marker as libjpeg does, so that both
// find the same one.
function* measureJpeg({ sides }: Heard): Measuring {
  yield skip(2)
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    yield { upTo: 0xff }
    yield { past: 0xff }
    const [marker = 0] = yield take(1)
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue
    if (marker === 0xd9 || marker === 0xda) return { broken: 'The JPEG file holds no picture.' }
    if (isUpdate(marker)) {
      const frame = yield take(7)
      const isCommon = [0xc0, 0xc1, 0xc2, 0xc9, 0xca].includes(marker) && frame[2] === 8
      if (!isCommon) return { broken: 'This JPEG is lossless, hierarchical or of 12 bits; save it as a common JPEG.' }
      sides({ height: uint16(frame, 3), width: uint16(frame, 5) })
      return
    }
    const length = uint16(yield take(2), 0)
    if (length < 2) return { broken: 'The JPEG file is damaged.' }
    yield skip(length - 2)
  }
  return { broken: 'The JPEG file has too many segments before its picture.' }
}

const isUpdate = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

// An animation declares its number of frames before its first picture, after any number of other chunks.
function* measurePng({ sides, frames }: Heard): Measuring {
  const start = yield take(16)
  if (!startsWith(start, 'IHDR', 12)) return { broken: 'The PNG file does not begin with its header.' }
  const fault = measureBy(PNG, Buffer.concat([start, yield take(8)]), sides)
  if (fault) return fault
  yield skip(5 + 4)
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const chunk = yield take(8)
    const [length, name] = [uint32(chunk, 0), latin1(chunk, 4, 8)]
    if (name === 'IDAT' || name === 'IEND') return
    const isAnimation = name === 'acTL' && length >= 4
    if (isAnimation) frames(uint32(yield take(4), 0))
    yield skip(length + 4 - (isAnimation ? 4 : 0))
  }
  return { broken: 'The PNG file has too many chunks before its picture.' }
}

function* measureWebp({ sides, frames }: Heard): Measuring {
  const start = yield take(30)
  const fault = measureBy(WEBP, start, sides)
  const isAnimation = startsWith(start, 'VP8X', 12) && ((start[20] ?? 0) & 2) > 0
  if (fault || !isAnimation) return fault
  for (let count = 0; ; ) {
    const chunk = yield take(8)
    if (startsWith(chunk, 'ANMF')) frames(++count)
    const length = Buffer.from(chunk).readUInt32LE(4)
    yield skip(length + (length % 2))
  }
}

function* measureGif({ sides, frames }: Heard): Measuring {
  const start = yield take(13)
  const fault = measureBy(GIF, start, sides)
  if (fault) return fault
  yield skip(coloursIn(start[10]))
  for (let count = 0; ; ) {
    const [kind] = yield take(1)
    if (kind === EXTENSION) yield skip(1)
    else if (kind === FRAME) {
      frames(++count)
      yield skip(coloursIn((yield take(9))[8]))
      yield skip(1)
    } else return
    yield { blocks: true }
  }
}

const EXTENSION = 0x21
const FRAME = 0x2c
/** The size in bytes of the colour table that follows these flags. */
const coloursIn = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

function measureBy(
  reader: { calculate(head: Uint8Array): Sides },
  head: Uint8Array,
  sides: Heard['sides'],
): Broken | undefined {
  try {
    const { width, height } = reader.calculate(head)
    sides({ width, height })
  } catch {
    return { broken: 'The header of the photo is damaged.' }
  }
}

// The sizes of the picture, its tiles, its alpha plane and its thumbnail are siblings; the largest counts.
function* measureAvif({ sides }: Heard): Measuring {
  let within: Room = { left: Number.POSITIVE_INFINITY }
  for (const name of ['meta', 'iprp', 'ipco']) {
    const box: Room | null = yield* enterBox(name, within)
    if (!box) return noPicture
    // A `meta` box has four bytes of version and flags before its content.
    if (name === 'meta') yield* goWithin(box, 4)
    within = box
  }
  let largest: Sides = { width: 0, height: 0 }
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const box: Room | null = yield* enterBox('ispe', within)
    if (!box) {
      if (largest.width === 0 && largest.height === 0) return noPicture
      sides(largest)
      return
    }
    if (box.left >= 12) largest = larger(largest, yield* readSize(box))
    yield* goWithin(box, box.left)
  }
  return { broken: 'The AVIF file has too many parts.' }
}

/** The unread bytes of a box. */
type Room = { left: number }

/** Skips to the content of the next box of a name; null if there is none left. */
function* enterBox(name: string, within: Room): Walk<Room | null> {
  for (let parts = 0; within.left >= 8 && parts < MAX_PARTS; parts++) {
    const start = yield take(8)
    const short = uint32(start, 0)
    const isLong = short === 1
    const long = isLong ? yield take(8) : start
    const size = isLong ? uint32(long, 0) * 2 ** 32 + uint32(long, 4) : short === 0 ? within.left : short
    const header = isLong ? 16 : 8
    if (size < header || size > within.left) return null
    within.left -= size
    if (latin1(start, 4, 8) === name) return { left: size - header }
    yield skip(size - header)
  }
  return null
}

function* readSize(box: Room): Walk<Sides> {
  const size = yield take(12)
  box.left -= 12
  return { width: uint32(size, 4), height: uint32(size, 8) }
}

function* goWithin(box: Room, bytes: number): Walk<void> {
  yield skip(bytes)
  box.left -= bytes
}

const larger = (a: Sides, b: Sides) => (a.width * a.height >= b.width * b.height ? a : b)
const noPicture: Broken = { broken: 'The AVIF file holds no picture.' }
