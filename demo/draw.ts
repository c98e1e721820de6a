import { sharp } from '#workers/media/guarded-sharp'
import { Canvas } from './drawing/canvas.ts'
import { drawPortrait } from './drawing/portrait.ts'
import { randomFrom } from './drawing/random.ts'
import { SCENES } from './drawing/scenes/index.ts'

const SIDES = [
  [1080, 1350],
  [1080, 1080],
  [1080, 1350],
  [1200, 628],
] as const

/** A JPEG of a landscape, flowers or the like: the same picture for the same seed, another motif for the next. */
export function drawDemoPhoto(seed: number): Promise<Buffer> {
  const random = randomFrom(seed)
  const [width, height] = random.pick(SIDES)
  const canvas = new Canvas(width, height)
  sceneOf(seed)(canvas, random)
  return toJpeg(canvas, random.next() < 0.5)
}

/** A square JPEG of 400 pixels with up to two initials or, without Latin letters, the outline of a person. */
export function drawAvatar(seed: number, initials: string): Promise<Buffer> {
  const canvas = new Canvas(400, 400)
  drawPortrait(canvas, randomFrom(seed), initials)
  return toJpeg(canvas)
}

// Each round of seeds uses every scene once, in an order that shifts with each round.
function sceneOf(seed: number) {
  const number = Math.abs(Math.trunc(seed))
  return SCENES[(number * 5 + Math.floor(number / SCENES.length) * 3) % SCENES.length]!
}

const toJpeg = ({ data, width, height }: Canvas, mirrored = false) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .flop(mirrored)
    .jpeg({ quality: 88 })
    .toBuffer()
