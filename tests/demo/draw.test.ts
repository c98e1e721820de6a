import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drawAvatar, drawDemoPhoto } from '#demo/draw'
import { renderPhoto } from '#workers/media/renditions'

async function mainColour(jpeg: Buffer): Promise<string> {
  const { data } = await sharp(jpeg).resize(1, 1).raw().toBuffer({ resolveWithObject: true })
  return [...data].map(value => Math.round(value / 24)).join(',')
}

describe('a demo photo', () => {
  it('is the same for the same seed and another for the next', async () => {
    expect(await drawDemoPhoto(7)).toEqual(await drawDemoPhoto(7))
    expect(await drawDemoPhoto(7)).not.toEqual(await drawDemoPhoto(8))
  })

  it('comes in the shapes of a feed, in many colours', async () => {
    const shapes = new Set<string>()
    const hues = new Set<string>()
    for (let seed = 0; seed < 28; seed++) {
      const jpeg = await drawDemoPhoto(seed)
      const { format, width, height } = await sharp(jpeg).metadata()
      expect(format).toBe('jpeg')
      shapes.add(`${width}x${height}`)
      hues.add(await mainColour(jpeg))
    }
    expect(shapes).toEqual(new Set(['1080x1350', '1080x1080', '1200x628']))
    expect(hues.size).toBeGreaterThan(14)
  })

  it('is a photo that the renderer accepts', async () => {
    expect((await renderPhoto(await drawDemoPhoto(3))).variants).toHaveLength(5)
  })
})

describe('an avatar', () => {
  it('is a square of 400 pixels that depends on seed and initials', async () => {
    const [ann, again, bob, other] = await Promise.all([
      drawAvatar(1, 'AB'),
      drawAvatar(1, 'ab'),
      drawAvatar(1, 'BC'),
      drawAvatar(2, 'AB'),
    ])
    expect(await sharp(ann).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 400 })
    expect(again).toEqual(ann)
    expect(bob).not.toEqual(ann)
    expect(other).not.toEqual(ann)
  })

  it('drops accents, and draws a figure when there are no Latin letters', async () => {
    expect(await drawAvatar(5, 'Éa')).toEqual(await drawAvatar(5, 'EA'))
    expect(await drawAvatar(5, '李')).toEqual(await drawAvatar(5, ''))
    expect(await drawAvatar(5, '李')).not.toEqual(await drawAvatar(5, 'L'))
  })
})
