import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { clouds, type Scene, sun, unitOf } from './scenery.ts'

const PALETTES = [
  {
    sky: colours('#6f86c9 #c3b3dd #ffd9c0 #ffedcf'),
    row: colours('#8f6fd0 #5a3a96'),
    furrow: colours('#c7b06a #4f6b3a')[1]!,
    hills: colours('#8f8fc0')[0]!,
  },
  {
    sky: colours('#4f9fd0 #a9d4ea #f5f0dc #fff6dc'),
    row: colours('#f4c93c #c9861f'),
    furrow: colours('#4f7a3a')[0]!,
    hills: colours('#7fa5a0')[0]!,
  },
  {
    sky: colours('#f08a6b #f9b98a #fddcae #fff0d0'),
    row: colours('#e05a7a #9a2f5a'),
    furrow: colours('#3f6b4a')[0]!,
    hills: colours('#b0788a')[0]!,
  },
]

/** Rows of blossom that run to the horizon, and one tree. */
export const lavender: Scene = (canvas, random) => {
  const { width, height } = canvas
  const unit = unitOf(canvas)
  const { sky, row, furrow, hills } = random.pick(PALETTES)
  const horizon = height * random.between(0.46, 0.54)
  const vanish: Point = [width * random.between(0.3, 0.7), horizon - height * 0.015]
  canvas.gradient(sky, 0, horizon + 2)
  clouds(canvas, random, [height * 0.05, horizon * 0.8], [255, 250, 245], 8)
  sun(
    canvas,
    [vanish[0] + width * random.between(-0.12, 0.12), horizon - unit * random.between(60, 150)],
    unit * 46,
    [255, 252, 238],
    sky[3]!,
  )
  for (let i = 0; i < 2; i++) {
    const line = random.line(3)
    canvas.below(
      x => horizon - height * (0.05 - i * 0.025) * (1 + 0.7 * line((x / width) * 2.2)),
      [mix(hills, sky[3]!, 0.4 - i * 0.3)],
      1,
    )
  }
  canvas.gradient([mix(furrow, row[0]!, 0.45), furrow], horizon)
  rows(canvas, random, vanish, horizon, row, furrow)
  canvas.glow([vanish[0], horizon], width * 0.6, sky[3]!, 0.5, 0.3)
  tree(
    canvas,
    random,
    [width * (vanish[0] > width / 2 ? 0.2 : 0.8), horizon + height * 0.03],
    unit * random.between(120, 165),
    mix(furrow, [20, 40, 30], 0.35),
  )
}

function rows(canvas: Canvas, random: Random, [vx, vy]: Point, horizon: number, row: Colour[], furrow: Colour): void {
  const { width, height } = canvas
  const gap = width * 0.24
  for (let i = -14; i <= 14; i++) {
    const foot = vx + i * gap + gap * 0.2
    const at = (part: number, side: number): Point => [
      vx + (foot + side * gap * 0.36 - vx) * part,
      vy + (height * 1.02 - vy) * part,
    ]
    const first = (horizon - vy) / (height * 1.02 - vy)
    canvas.polygon([at(first, -1.12), at(first, 1.2), at(1, 1.2), at(1, -1.12)], mix(furrow, [0, 0, 20], 0.35), 0.6)
    canvas.polygon([at(first, -1), at(first, 1), at(1, 1), at(1, -1)], {
      spread: [mix(row[0]!, [255, 255, 255], 0.2), row[0]!, row[1]!],
      start: [vx, vy],
      end: [vx, height],
    })
    for (let k = 0; k < 150; k++) {
      const part = first + (1 - first) * random.next() ** 0.75
      const [x, y] = at(part, random.between(-1.05, 1.05))
      if (x < -9 || x > width + 9) continue
      const size = gap * 0.04 * part + 0.5
      canvas.ellipse(
        [x, y - size],
        size * 0.5,
        size * 1.5,
        mix(random.pick(row), [255, 255, 255], random.between(0, 0.4)),
        0.85,
      )
    }
  }
}

function tree(canvas: Canvas, random: Random, [x, y]: Point, tall: number, leaf: Colour): void {
  canvas.glow([x - tall * 0.2, y], tall * 0.75, [30, 15, 50], 0.5, 0.14)
  canvas.polygon(
    outline(x - tall * 0.035, y, x - tall * 0.02, y - tall * 0.6, x + tall * 0.02, y - tall * 0.6, x + tall * 0.04, y),
    mix(leaf, [60, 36, 30], 0.6),
  )
  for (let i = 0; i < 46; i++) {
    const [angle, out] = [random.between(0, 2 * Math.PI), Math.sqrt(random.next())]
    const at: Point = [x + Math.cos(angle) * out * tall * 0.36, y - tall * 0.78 + Math.sin(angle) * out * tall * 0.3]
    const light = 0.3 * (i / 46) * Math.max(0, 0.5 - Math.sin(angle) * out)
    canvas.disc(at, tall * random.between(0.07, 0.12), mix(leaf, [255, 236, 190], light))
  }
}
