import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A JPEG or PNG of noise, of which only the first part arrived. */
export const truncatedJpeg = (kept = 0.6) => truncated('jpeg', kept)
export const truncatedPng = (kept = 0.6) => truncated('png', kept)

async function truncated(format: 'jpeg' | 'png', kept: number): Promise<Buffer> {
  const whole = await noisyPhoto(format)
  return whole.subarray(0, Math.floor(whole.length * kept))
}

/** A JPEG whose beginning and end are whole while a fifth in its middle is zeros. */
export async function damagedJpeg(): Promise<Buffer> {
  const bytes = await noisyPhoto('jpeg')
  return bytes.fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.6))
}

/** A picture with fine grain, which compresses to many bytes. */
export async function noisyPhoto(format: 'jpeg' | 'png', width = 1200, height = 900): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0, state = 1; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    data[i] = 100 + ((i / 90) % 80) + ((state >> 16) % 40)
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

/** An animation of three frames: red, green, blue. */
export const animatedGif = () => animated('gif')
export const animatedWebp = () => animated('webp')

async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const [width, height] = [120, 80]
  const frames = ['c83c28', '3ca050', '3250aa']
  const data = Buffer.concat(frames.map(colour => Buffer.alloc(width * height * 3, colour, 'hex')))
  const raw = { width, height: height * frames.length, channels: 3 as const, pageHeight: height }
  return sharp(data, { raw })
    .toFormat(format, { delay: frames.map(() => 100) })
    .toBuffer()
}

/** A PNG of a few hundred bytes whose header says 30,000 × 30,000 pixels, correct down to its checksums. */
export const pngHeader900MP = () => pngOf(30_000, 30_000)

/** A tiny PNG that claims any sides. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width >>> 0, 0)
  header.writeUInt32BE(height >>> 0, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const pixels = deflateSync(Buffer.alloc(90_001))
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A chunk of a PNG with its length and checksum. */
export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** The beginning of a JPEG whose frame header claims any sides up to 65,535. */
export function jpegHeaderOf(width: number, height: number): Buffer {
  const frame = [0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3]
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.alloc(14), ...frame, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
}

/** What a `photo()` hides behind its end in `withTrailingZip`. */
export const PAYLOAD = '<script>alert("from the archive")</script>'

/** The same photo, which is at the same time a ZIP archive holding a page with a script. */
export function withTrailingZip(bytes: Buffer): Buffer {
  const [name, content] = [Buffer.from('index.html'), Buffer.from(PAYLOAD)]
  const fields = Buffer.alloc(26)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, content])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(bytes.length, 10)
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, rest, name])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(bytes.length + local.length, 12)
  return Buffer.concat([bytes, local, central, Buffer.from('PK\x05\x06'), end])
}

/** A text that somebody named holiday.jpg. */
export const renamedText = () => Buffer.from('Dear diary, this is certainly not a photo.\n'.repeat(40))

/** A drawing with a script, as browsers would run it. */
export const svg = () =>
  Buffer.from(
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>',
  )
