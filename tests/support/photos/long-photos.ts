import { pngChunk } from './damaged-photos.ts'
import { photo } from './photo.ts'

const much = 1_100_000

/** Whole photos of 400 × 300 with so many bytes of something else before the picture. */
export const LONG_PHOTOS: [title: string, size: number, make: (size: number) => Promise<Buffer>][] = [
  ['a JPEG behind 1.1 MB of XMP', much, size => longJpeg(0xe1, size)],
  ['a JPEG behind 20 MB of XMP', 20_000_000, size => longJpeg(0xe1, size)],
  ['a JPEG behind 2 MB of what an editor keeps', 2_000_000, size => longJpeg(0xed, size)],
  ['a JPEG behind 1.1 MB of comments', much, size => longJpeg(0xfe, size)],
  ['a JPEG behind 1.1 MB of fill bytes', much, async size => insert(await photo(), 2, Buffer.alloc(size, 0xff))],
  ['a PNG behind 1.1 MB of text', much, size => longPng('tEXt', size)],
  ['a PNG behind 20 MB of a private chunk', 20_000_000, size => longPng('prIv', size)],
  ['a GIF behind 1.1 MB of comments', much, longGif],
  ['an AVIF behind 1.1 MB that are free', much, size => longAvif('free', size)],
  ['an AVIF behind 20 MB of a private box', 20_000_000, size => longAvif('priv', size)],
]

const insert = (bytes: Buffer, at: number, what: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)])

async function longJpeg(marker: number, size: number) {
  const segment = Buffer.concat([Buffer.from([0xff, marker, 0xff, 0xff]), Buffer.alloc(65_533, 'x')])
  const many = Array.from({ length: Math.ceil(size / segment.length) }, () => segment)
  return insert(await photo(), 2, Buffer.concat(many))
}

const longPng = async (name: string, size: number) =>
  insert(await photo({ format: 'png' }), 33, pngChunk(name, Buffer.from(`Comment\0${'x'.repeat(size)}`)))

async function longGif(size: number) {
  const bytes = await photo({ format: 'gif' })
  const block = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 'x')])
  const blocks = Array.from({ length: Math.ceil(size / 256) }, () => block)
  const flags = bytes[10] ?? 0
  const colours = flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
  return insert(bytes, 13 + colours, Buffer.concat([Buffer.from([0x21, 0xfe]), ...blocks, Buffer.from([0])]))
}

/** Where the pictures are is written from the beginning of the file, so it is moved along. */
async function longAvif(name: string, size: number) {
  const bytes = await photo({ format: 'avif' })
  const at = bytes.readUInt32BE(0)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(size)
  head.write(name, 4, 'latin1')
  const iloc = bytes.indexOf('iloc')
  const moved = Buffer.from(bytes)
  shiftItems(moved, iloc + 4, size)
  return insert(moved, at, Buffer.concat([head, Buffer.alloc(size - 8)]))
}

/** Adds to where the items begin, by an item location box of version 0 whose numbers have four bytes. */
function shiftItems(bytes: Buffer, at: number, by: number) {
  const items = bytes.readUInt16BE(at + 6)
  for (let item = 0, place = at + 8; item < items; item += 1) {
    bytes.writeUInt32BE(bytes.readUInt32BE(place + 4) + by, place + 4)
    place += 10 + 8 * bytes.readUInt16BE(place + 8)
  }
}

/** A frame of a GIF of two colours, its pixels one byte each (0 or 1), written without compressing. */
export function gifFrame(width: number, height: number, pixels: Uint8Array): Buffer {
  const head = Buffer.from([0x2c, 0, 0, 0, 0, width & 255, width >> 8, height & 255, height >> 8, 0, 2])
  // Codes of three bits: the table is cleared before it would grow beyond them.
  const codes = [...pixels].flatMap((pixel, i) => (i % 2 === 0 ? [4, pixel] : [pixel]))
  codes.push(5)
  const bits = codes.map(code => code.toString(2).padStart(3, '0').split('').reverse().join('')).join('')
  const packed = (bits.match(/.{1,8}/g) ?? []).map(eight =>
    Number.parseInt(eight.padEnd(8, '0').split('').reverse().join(''), 2),
  )
  const blocks: number[] = []
  for (let at = 0; at < packed.length; at += 255) {
    const block = packed.slice(at, at + 255)
    blocks.push(block.length, ...block)
  }
  return Buffer.concat([head, Buffer.from([...blocks, 0])])
}
