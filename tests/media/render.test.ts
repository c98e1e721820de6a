import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { thumbHashToApproximateAspectRatio } from 'thumbhash'
import { describe, expect, it } from 'vitest'
import * as photos from '#support/photos/photo'
import { PhotoFailure, type RenderedPhoto, renderPhoto } from '#workers/media/renditions'

const variant = (rendered: RenderedPhoto, name: string, format = 'webp') =>
  rendered.variants.find(one => one.name === name && one.format === format)!
const shown = (rendered: RenderedPhoto, name = 'large') => photos.quadrantColours(variant(rendered, name).bytes)

// A dozen stray bytes before the end, as some cameras write them.
const withOddity = (jpeg: Buffer) => Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(12, 7), jpeg.subarray(-2)])

async function failure(bytes: Buffer): Promise<PhotoFailure> {
  const error = await renderPhoto(bytes).then(
    () => expect.fail('the photo was rendered'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(PhotoFailure)
  return error as PhotoFailure
}

describe('a rendered photo is upright', () => {
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8]
  describe.each(['jpeg', 'png', 'webp', 'avif'] as const)('from %s', format => {
    it.each(orientations)('with EXIF orientation %i', async orientation => {
      const rendered = await renderPhoto(await photos.photo({ format, orientation, width: 480, height: 300 }))
      expect(rendered).toMatchObject({ width: 480, height: 300 })
      for (const { name, format } of rendered.variants) {
        const { bytes } = variant(rendered, name, format)
        expect(photos.colourDistance(await photos.quadrantColours(bytes), photos.QUADRANTS)).toBeLessThan(16)
        expect((await sharp(bytes).metadata()).orientation).toBeUndefined()
      }
    })
  })

  it.each([0, 9, 300])('and an invalid orientation of %i leaves it as it is stored', async orientation => {
    const rendered = await renderPhoto(await photos.photo({ orientation }))
    expect(rendered).toMatchObject({ width: 400, height: 300 })
    expect(photos.colourDistance(await shown(rendered), photos.QUADRANTS)).toBeLessThan(16)
  })
})

describe('a rendered photo contains nothing but its picture', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('whatever a %s carries', async format => {
    const original = await photos.photo({ format, gps: true, colours: 'p3' })
    expect(photos.SECRETS.filter(secret => original.includes(secret)).length).toBeGreaterThanOrEqual(4)
    for (const { bytes } of (await renderPhoto(original)).variants) {
      const metadata = await sharp(bytes).metadata()
      for (const field of ['exif', 'icc', 'iptc', 'xmp', 'comments', 'orientation'] as const)
        expect(metadata[field]).toBeUndefined()
      for (const trace of [...photos.SECRETS, 'Exif', 'EXIF', 'GPS', 'adobe', 'XMP ', 'xmp', 'ICC_PROFILE', 'ICCP'])
        expect(bytes.includes(trace), trace).toBe(false)
    }
  })

  it('and an archive appended to it is removed', async () => {
    const polyglot = photos.withTrailingZip(await photos.photo())
    expect(polyglot.includes(photos.PAYLOAD)).toBe(true)
    for (const { bytes } of (await renderPhoto(polyglot)).variants) {
      expect(bytes.includes(photos.PAYLOAD)).toBe(false)
      expect(bytes.includes('PK\x05\x06')).toBe(false)
    }
  })
})

describe('the variants', () => {
  const sides = (rendered: RenderedPhoto) =>
    Object.fromEntries(rendered.variants.map(one => [`${one.name} ${one.format}`, [one.width, one.height]]))

  it('of a large photo are a square thumb, and others bounded by 320, 640 and 1080', async () => {
    const rendered = await renderPhoto(await photos.photo({ width: 2400, height: 1600 }))
    expect(rendered).toMatchObject({ width: 2400, height: 1600 })
    expect(sides(rendered)).toEqual({
      'thumb webp': [150, 150],
      'small webp': [320, 213],
      'medium webp': [640, 427],
      'large webp': [1080, 720],
      'large jpeg': [1080, 720],
    })
  })

  it('are what they say they are', async () => {
    for (const one of (await renderPhoto(await photos.photo({ width: 1000, height: 1700 }))).variants) {
      const { format, width, height, space, channels } = await sharp(one.bytes).metadata()
      expect({ format, width, height }).toEqual({ format: one.format, width: one.width, height: one.height })
      expect({ space, channels }).toEqual({ space: 'srgb', channels: 3 })
    }
  })

  it('are not enlarged beyond the original, except the thumb', async () => {
    const rendered = await renderPhoto(await photos.photo({ width: 500, height: 100 }))
    expect(sides(rendered)).toEqual({
      'thumb webp': [150, 150],
      'small webp': [320, 64],
      'medium webp': [500, 100],
      'large webp': [500, 100],
      'large jpeg': [500, 100],
    })
  })

  it('of one pixel, and of a line, are rendered', async () => {
    for (const [width, height] of [
      [1, 1],
      [5000, 1],
      [1, 5000],
    ] as const) {
      const rendered = await renderPhoto(await photos.photo({ width, height, format: 'png' }))
      expect(rendered).toMatchObject({ width, height })
      expect(rendered.variants).toHaveLength(5)
    }
  })

  it('of a transparent photo stay transparent in WebP and are white in JPEG', async () => {
    const rendered = await renderPhoto(await photos.photo({ format: 'png', transparent: true }))
    expect((await sharp(variant(rendered, 'large').bytes).metadata()).hasAlpha).toBe(true)
    const { topLeft } = await photos.quadrantColours(variant(rendered, 'large', 'jpeg').bytes)
    expect(Math.min(...topLeft)).toBeGreaterThan(250)
  })

  it('of an animation show its first frame', async () => {
    for (const bytes of [await photos.animatedGif(), await photos.animatedWebp()]) {
      const rendered = await renderPhoto(bytes)
      expect(rendered).toMatchObject({ width: 120, height: 80 })
      const { topLeft, bottomRight } = await shown(rendered)
      for (const colour of [topLeft, bottomRight]) expect(colour[0]).toBeGreaterThan(colour[1] + 80)
      expect((await sharp(variant(rendered, 'large').bytes).metadata()).pages ?? 1).toBe(1)
    }
  })

  it('come with a thumbhash of the same shape', async () => {
    const { thumbhash } = await renderPhoto(await photos.photo({ width: 800, height: 400 }))
    const hash = Buffer.from(thumbhash, 'base64')
    expect(hash.length).toBeLessThan(30)
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(2, 0)
  })

  it('come with the color that covers the most of them', async () => {
    const sky = { create: { width: 300, height: 200, channels: 3, background: '#2060c0' } } as const
    const sun = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#f0d020' } })
      .png()
      .toBuffer()
    const { color } = await renderPhoto(
      await sharp(sky)
        .composite([{ input: sun, left: 9, top: 9 }])
        .jpeg()
        .toBuffer(),
    )
    expect(color).toMatch(/^#[0-9a-f]{6}$/)
    const channels = [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16))
    for (const [i, wanted] of [0x20, 0x60, 0xc0].entries())
      expect(Math.abs((channels[i] ?? 0) - wanted)).toBeLessThan(17)
  })

  it('are the same from a file as from its bytes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'photo-'))
    try {
      const bytes = await photos.photo()
      await writeFile(join(folder, 'original'), bytes)
      expect(await renderPhoto(join(folder, 'original'))).toEqual(await renderPhoto(bytes))
      await expect(renderPhoto(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('a crop', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('counts in pixels of the upright photo, orientation %i', async orientation => {
    const bytes = await photos.photo({ width: 2000, height: 1200, orientation })
    const rendered = await renderPhoto(bytes, { crop: { x: 400, y: 0, width: 1200, height: 600 } })
    expect(rendered).toMatchObject({ width: 1200, height: 600 })
    expect(variant(rendered, 'large')).toMatchObject({ width: 1080, height: 540 })
    const { topLeft, topRight } = photos.QUADRANTS
    const expected = { topLeft, topRight, bottomLeft: topLeft, bottomRight: topRight }
    expect(photos.colourDistance(await shown(rendered), expected)).toBeLessThan(16)
  })

  it('keeps every pixel of a small part', async () => {
    const bytes = await photos.photo({ width: 2000, height: 1200, format: 'png' })
    const rendered = await renderPhoto(bytes, { crop: { x: 950, y: 550, width: 100, height: 100 } })
    expect(variant(rendered, 'large')).toMatchObject({ width: 100, height: 100 })
    expect(photos.colourDistance(await shown(rendered), photos.QUADRANTS)).toBeLessThan(16)
  })

  it('that reaches beyond the upright photo fails, except for a pixel of rounding', async () => {
    const bytes = await photos.photo({ width: 400, height: 300, orientation: 6 })
    const rounded = await renderPhoto(bytes, { crop: { x: 301, y: 1, width: 100, height: 300 } })
    expect(rounded).toMatchObject({ width: 99, height: 299 })
    for (const [x, y, width, height] of [
      [400, 0, 1, 1],
      [0, 300, 10, 1],
      [0, 0, 402, 10],
      [0, 0, 300, 400],
    ] as const) {
      await expect(renderPhoto(bytes, { crop: { x, y, width, height } })).rejects.toMatchObject({
        reason: 'The crop reaches beyond the photo, which is 400 × 300 pixels when upright.',
      })
    }
  })

  it('of the complete upper part does not hide that the rest is missing', async () => {
    const bytes = await photos.truncatedJpeg(0.7)
    const crop = { x: 0, y: 0, width: 400, height: 200 }
    await expect(renderPhoto(bytes, { crop })).rejects.toBeInstanceOf(PhotoFailure)
  })
})

describe('colours become sRGB', () => {
  it.each([
    ['srgb', 'png', 4],
    ['p3', 'jpeg', 10],
    ['p3', 'webp', 10],
    ['16-bit', 'png', 4],
    ['16-bit p3', 'png', 4],
    ['cmyk', 'jpeg', 50],
  ] as const)('from %s in %s', async (colours, format, tolerance) => {
    const rendered = await renderPhoto(await photos.photo({ colours, format }))
    expect(photos.colourDistance(await shown(rendered), photos.QUADRANTS)).toBeLessThan(tolerance + 8)
    expect((await sharp(variant(rendered, 'large', 'jpeg').bytes).metadata()).space).toBe('srgb')
  })

  it('from grey with alpha', async () => {
    const rendered = await renderPhoto(await photos.photo({ colours: 'grey+alpha', format: 'png' }))
    for (const [red, green, blue] of Object.values(await shown(rendered))) {
      expect(Math.abs(red - green)).toBeLessThan(6)
      expect(Math.abs(green - blue)).toBeLessThan(6)
    }
  })
})

describe('a photo that cannot be shown whole fails with a reason', () => {
  it.each([0.1, 0.5, 0.9, 0.999])('a JPEG of which %d arrived', async kept => {
    expect((await failure(await photos.truncatedJpeg(kept))).reason).toMatch(/cut off/)
  })

  it.each([0.1, 0.5, 0.9])('a PNG of which %d arrived', async kept => {
    expect((await failure(await photos.truncatedPng(kept))).reason).toMatch(/cut off/)
  })

  it.each(['webp', 'gif', 'avif'] as const)('a %s of which 0.6 arrived', async format => {
    const bytes = await photos.photo({ format, width: 1200, height: 900 })
    expect((await failure(bytes.subarray(0, Math.floor(bytes.length * 0.6)))).reason).toMatch(/[a-z]+ [a-z]+.*\.$/)
  })

  it('a JPEG damaged in its middle', async () => {
    expect((await failure(await photos.damagedJpeg())).reason).toMatch(/damaged/)
  })

  it('a text, a drawing and a PNG of 900 megapixels', async () => {
    expect((await failure(photos.renamedText())).reason).toMatch(/a text/)
    expect((await failure(photos.svg())).reason).toMatch(/SVG/)
    expect((await failure(photos.pngHeader900MP())).reason).toMatch(/30,000/)
  })

  it('but a JPEG with harmless oddities is rendered', async () => {
    const rendered = await renderPhoto(withOddity(await photos.photo()))
    expect(photos.colourDistance(await shown(rendered), photos.QUADRANTS)).toBeLessThan(16)
  })

  it('and photos rendered at the same time do not affect each other', async () => {
    const whole = await photos.photo({ width: 1000, height: 600 })
    const good = [whole, withOddity(whole), await photos.animatedGif()]
    const bad = [await photos.truncatedJpeg(), await photos.damagedJpeg(), await photos.truncatedPng()]
    const mixed = Array.from({ length: 8 }, () => good.flatMap((one, i) => [one, bad[i]!])).flat()
    const outcomes = await Promise.allSettled(mixed.map(bytes => renderPhoto(bytes)))
    expect(outcomes.map(outcome => outcome.status)).toEqual(
      mixed.map(bytes => (good.includes(bytes) ? 'fulfilled' : 'rejected')),
    )
  })
})

it('no decoder but those of the five formats can be reached', async () => {
  const tiff = await sharp(await photos.photo())
    .tiff()
    .toBuffer()
  for (const bytes of [photos.svg(), tiff]) await expect(sharp(bytes).metadata()).rejects.toThrow(/unsupported/)
})
