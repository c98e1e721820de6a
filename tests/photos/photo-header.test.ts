import { describe, expect, it } from 'vitest'
import { createHeaderReader, MAX_BYTES, readPhotoHeader } from '#photos/photo-header'
import * as photos from '#support/photos/photo'

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const
const text = (start: string) => Buffer.from(start.padEnd(64, ' '), 'latin1')

describe('the header of a photo', () => {
  it.each(FORMATS)('gives format and sides of a %s', async format => {
    const bytes = await photos.photo({ format, width: 321, height: 123 })
    expect(readPhotoHeader(bytes, true)).toEqual({ format, width: 321, height: 123 })
  })

  it('gives the sides of lossless, transparent and animated WebP', async () => {
    const transparent = await photos.photo({ format: 'webp', transparent: true })
    expect(readPhotoHeader(transparent, true)).toEqual({ format: 'webp', width: 400, height: 300 })
    expect(readPhotoHeader(await photos.animatedWebp(), true)).toEqual({ format: 'webp', width: 120, height: 80 })
  })

  it('gives the sides as stored, before orientation', async () => {
    const bytes = await photos.photo({ width: 400, height: 300, orientation: 6 })
    expect(readPhotoHeader(bytes, true)).toMatchObject({ width: 300, height: 400 })
  })

  it('asks for more while segments precede the size, and decides with the whole file', async () => {
    let late = await photos.photo()
    for (let i = 0; i < 6; i++) late = photos.withSegment(late, 0xe2, Buffer.alloc(65_000, 'x'))
    expect(readPhotoHeader(late.subarray(0, 256 * 1024), false)).toEqual({ needMore: true })
    expect(readPhotoHeader(late, true)).toEqual({ format: 'jpeg', width: 400, height: 300 })
  })

  it.each(FORMATS)('decides or asks for more for every prefix of a %s, and never throws', async format => {
    const bytes = await photos.photo({ format, width: 64, height: 48, gps: format !== 'gif' })
    for (let length = 0; length <= bytes.length; length++) {
      const head = bytes.subarray(0, length)
      const whole = readPhotoHeader(head, true)
      if ('rejected' in whole) {
        expect(whole.rejected).toBe('unsupported_media')
        expect(readPhotoHeader(head, false)).toEqual({ needMore: true })
      } else expect(whole).toEqual({ format, width: 64, height: 48 })
    }
  })
})

describe('the header of a photo that comes in pieces', () => {
  /** What is said at the end of a file, and at which byte of it the sides were known. */
  function readIn(pieces: Iterable<Buffer>) {
    const reader = createHeaderReader()
    let [bytes, knownAt] = [0, 0]
    for (const piece of pieces) {
      const known = reader.push(piece)
      bytes += piece.length
      if ('width' in known) knownAt ||= bytes
    }
    return { header: reader.end(), knownAt }
  }
  function* cut(bytes: Buffer, length: number) {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
  }

  it.each(FORMATS)('is the same for any pieces: %s', async format => {
    const bytes = await photos.photo({ format, width: 64, height: 48, gps: format !== 'gif' })
    for (const length of [1, 2, 3, 7, 31, 33, 1000])
      expect(readIn(cut(bytes, length)).header, `${length}`).toEqual({ format, width: 64, height: 48 })
  })

  it.each(photos.LONG_PHOTOS)('is found: %s', async (_, size, make) => {
    const bytes = await make(size)
    expect(bytes.length).toBeGreaterThan(size)
    const { header } = readIn(cut(bytes, 65_536))
    expect(header).toMatchObject({ width: 400, height: 300 })
    expect(readIn(cut(bytes.subarray(0, size / 2), 65_536)).header).toEqual(
      // Of a PNG and a GIF the sides stand first; whether the rest is there shows when it is decoded.
      header && 'format' in header && ['png', 'gif'].includes(header.format)
        ? header
        : { rejected: 'unsupported_media', detail: expect.stringContaining('is cut off') },
    )
  })
})

describe('an animation', () => {
  const frameOfGif = Buffer.from('2c00000000000000000002024c0100', 'hex')
  const gifOf = (width: number, height: number, frames: number) => {
    const head = Buffer.from('47494638396100000000000000', 'hex')
    head.writeUInt16LE(width, 6)
    head.writeUInt16LE(height, 8)
    return Buffer.concat([head, ...Array.from({ length: frames }, () => frameOfGif), Buffer.from(';')])
  }
  const webpOf = (width: number, height: number, frames: number) => {
    const head = Buffer.from('524946460000000057454250565038580a00000002000000000000000000', 'hex')
    head.writeUIntLE(width - 1, 24, 3)
    head.writeUIntLE(height - 1, 27, 3)
    const frame = Buffer.concat([Buffer.from('ANMF'), Buffer.from([25, 0, 0, 0]), Buffer.alloc(26)])
    return Buffer.concat([head, ...Array.from({ length: frames }, () => frame)])
  }
  const pngOfFrames = (width: number, height: number, frames: number) => {
    const control = Buffer.alloc(8)
    control.writeUInt32BE(frames)
    const plain = photos.pngOf(width, height)
    return Buffer.concat([plain.subarray(0, 33), photos.pngChunk('acTL', control), plain.subarray(33)])
  }
  const kinds = [
    ['a GIF', gifOf],
    ['a WebP', webpOf],
    ['a PNG', pngOfFrames],
  ] as const

  it.each(kinds)('of 20,000 frames is accepted with the size of its first: %s', (_, make) => {
    expect(readPhotoHeader(make(100, 80, 20_000), true)).toMatchObject({ width: 100, height: 80 })
  })

  it.each(kinds)('of more than 50,000 frames is too large: %s', (_, make) => {
    expect(readPhotoHeader(make(10, 10, 50_000), true)).toMatchObject({ width: 10 })
    const detail = 'The animation has more than 50,000 frames.'
    expect(readPhotoHeader(make(10, 10, 50_001), true)).toEqual({ rejected: 'too_large', detail })
  })

  it.each(kinds)('of too many pixels in all is too large: %s', (_, make) => {
    expect(readPhotoHeader(make(2000, 2000, 2500), true)).toMatchObject({ width: 2000 })
    const detail = 'The frames of the animation have more than 10,000 megapixels in all.'
    expect(readPhotoHeader(make(2000, 2000, 2501), true)).toEqual({ rejected: 'too_large', detail })
    expect(readPhotoHeader(make(2000, 2000, 5000), true)).toEqual({ rejected: 'too_large', detail })
  })

  it('of more frames than its last blocks hold is left to the decoder', () => {
    const whole = gifOf(100, 80, 3)
    for (let length = 32; length < whole.length; length += 1)
      expect(readPhotoHeader(whole.subarray(0, length), true)).toMatchObject({ width: 100, height: 80 })
  })
})

describe('a file is rejected by its content', () => {
  it.each([
    ['a text named .jpg', photos.renamedText(), 'a text'],
    ['an SVG', photos.svg(), 'an SVG drawing'],
    ['an SVG behind a byte order mark', Buffer.concat([Buffer.from('\ufeff\n '), photos.svg()]), 'an SVG drawing'],
    ['an SVG in UTF-16', Buffer.from(`\ufeff${photos.svg().toString()}`, 'utf16le'), 'an SVG drawing'],
    ['an SVG behind a RIFF header', text('RIFF....WEB <svg width="1" height="1"></svg>'), 'a video'],
    ['HTML', text('<!doctype html><script>alert(1)</script>'), 'a page of markup'],
    ['a PDF', text('%PDF-1.7'), 'a PDF document'],
    ['PostScript', text('%!PS-Adobe-3.0'), 'a PostScript document'],
    ['a TIFF', text('II*\0\x08\0\0\0'), 'a TIFF picture'],
    ['a big-endian TIFF', text('MM\0*\0\0\0\x08'), 'a TIFF picture'],
    ['a BMP', text('BM\x46\0\0\0'), 'a BMP picture'],
    ['an icon', text('\0\0\x01\0\x01\0'), 'an icon'],
    ['JPEG 2000', text('\0\0\0\x0cjP  \r\n\x87\n'), 'a JPEG 2000 picture'],
    ['JPEG XL', text('\0\0\0\x0cJXL \r\n\x87\n'), 'a JPEG XL picture'],
    ['HEIC', text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'a HEIC photo'],
    ['MP4', text('\0\0\0\x18ftypisom\0\0\0\0isommp42'), 'a video'],
    ['AVI', text('RIFF\0\0\0\0AVI LIST'), 'a video'],
    ['a ZIP', text('PK\x03\x04'), 'a ZIP archive'],
    ['noise', Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 97 + 3) % 256)), 'a file of an unknown kind'],
  ])('%s', (_, bytes, name) => {
    for (const whole of [true, false])
      expect(readPhotoHeader(bytes, whole)).toEqual({
        rejected: 'unsupported_media',
        detail: expect.stringContaining(name),
      })
  })

  it.each([
    ['no bytes', ''],
    ['the magic of a JPEG alone', '\xff\xd8\xff'],
    ['a JPEG that ends before its picture', '\xff\xd8\xff\xd9'],
    ['a JPEG whose segment has no length', `\xff\xd8\xff\xe0\0\0${' '.repeat(40)}`],
    ['a JPEG of 12 bits', `\xff\xd8\xff\xc1\0\x11\x0c\0\x10\0\x10${' '.repeat(40)}`],
    ['a lossless JPEG', `\xff\xd8\xff\xc3\0\x11\x08\0\x10\0\x10${' '.repeat(40)}`],
    ['the magic of a PNG alone', '\x89PNG\r\n\x1a\n'],
    ['a PNG that begins with something else', `\x89PNG\r\n\x1a\n\0\0\0\x04CgBI${' '.repeat(40)}`],
    ['the magic of a WebP alone', 'RIFF\0\0\0\0WEBP'],
    ['a WebP of an unknown kind', `RIFF\0\0\0\0WEBPVP9 ${' '.repeat(40)}`],
    ['the magic of a GIF alone', 'GIF89a'],
    ['an AVIF that is only a brand', '\0\0\0\x10ftypavif\0\0\0\0'],
  ])('%s', (_, bytes) => {
    expect(readPhotoHeader(Buffer.from(bytes, 'latin1'), true)).toMatchObject({
      rejected: 'unsupported_media',
      detail: expect.stringMatching(/^[A-Z].+\.$/),
    })
  })
})

describe('a photo is too large by its header', () => {
  it('with an error that names the figures', () => {
    expect(readPhotoHeader(photos.pngHeader900MP(), true)).toEqual({
      rejected: 'too_large',
      detail: 'The photo is 30,000 × 30,000 pixels; at most 100 megapixels are accepted.',
    })
  })

  it.each([
    ['a PNG of 2^31 by 1', photos.pngOf(2 ** 31, 1)],
    ['a PNG of 2^32 - 1 squared', photos.pngOf(2 ** 32 - 1, 2 ** 32 - 1)],
    ['a PNG of no height', photos.pngOf(100, 0)],
    ['a PNG one pixel over 100 megapixels', photos.pngOf(10_001, 10_000)],
    ['a JPEG of 65,500 squared', photos.jpegHeaderOf(65_500, 65_500)],
    ['a JPEG with a side of 65,501', photos.jpegHeaderOf(65_501, 1)],
    ['a JPEG of no height', photos.jpegHeaderOf(100, 0)],
  ])('%s', (_, bytes) => {
    expect(readPhotoHeader(bytes, false)).toMatchObject({ rejected: 'too_large', detail: expect.stringMatching(/\d/) })
  })

  it('an AVIF of 17,000 squared', async () => {
    const bytes = await photos.photo({ format: 'avif', width: 64, height: 48 })
    const sides = bytes.indexOf('ispe') + 8
    bytes.writeUInt32BE(17_000, sides)
    bytes.writeUInt32BE(17_000, sides + 4)
    expect(readPhotoHeader(bytes, true)).toMatchObject({ rejected: 'too_large' })
  })

  it('but not at exactly 100 megapixels', () => {
    expect(readPhotoHeader(photos.pngOf(10_000, 10_000), true)).toMatchObject({ width: 10_000 })
  })
})

describe('any bytes are decided quickly', () => {
  const box = (type: string, ...content: Buffer[]) => {
    const body = Buffer.concat(content)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(body.length + 8)
    return Buffer.concat([size, Buffer.from(type), body])
  }
  const sizes = Array.from({ length: 12_000 }, () => box('ispe', Buffer.from('000000000000000900000009', 'hex')))
  const brand = box('ftyp', Buffer.from('avif\0\0\0\0avif'))
  const jpeg = (fill: string) => Buffer.concat([Buffer.from('ffd8ffe00002', 'hex'), Buffer.alloc(262_144, fill, 'hex')])

  it.each([
    [
      'an AVIF of 12,000 sizes',
      Buffer.concat([brand, box('meta', Buffer.alloc(4), box('iprp', box('ipco', ...sizes)))]),
    ],
    ['an AVIF of empty boxes', Buffer.concat([brand, Buffer.alloc(262_144, '0000000866726565', 'hex')])],
    ['a JPEG of 65,536 segments', jpeg('ffe00002')],
    ['a JPEG of fill bytes', jpeg('ff')],
    ['a JPEG of zeros', jpeg('00')],
    ['markup without an end', Buffer.alloc(262_144, '<')],
  ])('%s', (_, bytes) => {
    expect(() => readPhotoHeader(bytes, false)).not.toThrow()
  })

  it('and random changes to real headers never throw', async () => {
    let state = 7
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return (state >> 8) % below
    }
    for (const format of FORMATS) {
      const bytes = await photos.photo({ format, width: 64, height: 48 })
      for (let i = 0; i < 500; i++) {
        const changed = Buffer.from(bytes)
        for (let j = 0; j < 4; j++) changed[random(Math.min(changed.length, 400))] = random(256)
        readPhotoHeader(changed, i % 2 === 0)
      }
    }
  })
})

it('accepts files of up to 25 MiB', () => {
  expect(MAX_BYTES).toBe(26_214_400)
})
