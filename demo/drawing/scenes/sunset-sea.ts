import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { birds, clouds, type Scene, sun, unitOf } from './scenery.ts'

const PALETTES = [
  {
    sky: colours('#2b2d64 #7a3f7d #e0645f #fba65a #ffdf9b'),
    sea: colours('#f0935f #8d4a72 #241f4d'),
    lit: colours('#ffb48c')[0]!,
  },
  {
    sky: colours('#1f4a79 #5b8fb5 #f3c9a4 #ffd9a0 #fff0c9'),
    sea: colours('#f3cf9f #4f86a3 #123a5e'),
    lit: colours('#fff3dd')[0]!,
  },
  {
    sky: colours('#3a1c4f #8f2f5f #e3496a #ff8a6b #ffd08a'),
    sea: colours('#ff9b74 #a33a68 #2d1846'),
    lit: colours('#ff9aa0')[0]!,
  },
  {
    sky: colours('#16324f #2f6f8f #8cc0b8 #f6d7a0 #ffe9bd'),
    sea: colours('#e9d3a2 #3f8c93 #0f3b4f'),
    lit: colours('#fdeccb')[0]!,
  },
]

/** The sun going down over the sea, with a sail. */
export const sunsetSea: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, sea, lit } = random.pick(PALETTES)
  const horizon = height * random.between(0.54, 0.64)
  const radius = unitOf(canvas) * random.between(52, 78)
  const at: Point = [width * random.between(0.28, 0.72), horizon - radius * random.between(0.2, 1.6)]
  canvas.gradient(sky, 0, horizon)
  clouds(canvas, random, [horizon * 0.12, horizon * 0.82], lit, 9)
  sun(canvas, at, radius, [255, 247, 222], [255, 214, 150])
  canvas.gradient(sea, horizon)
  shore(canvas, random, horizon, mix(sky[1]!, sea[2]!, 0.45))
  glitter(canvas, random, at[0], horizon, radius)
  sail(canvas, random, horizon, mix(sea[2]!, [0, 0, 0], 0.35))
  birds(
    canvas,
    random,
    [width * random.between(0.15, 0.85), horizon * random.between(0.3, 0.55)],
    unitOf(canvas) * 13,
    mix(sky[0]!, [0, 0, 0], 0.3),
  )
}

function shore(canvas: Canvas, random: Random, horizon: number, colour: Colour): void {
  const line = random.line(4)
  const [from, to] = random.pick([
    [-0.2, 0.42],
    [0.58, 1.2],
  ] as const)
  const tall = canvas.height * random.between(0.05, 0.1)
  const points: Point[] = [[from * canvas.width, horizon]]
  for (let i = 0; i <= 60; i++) {
    const rise = Math.sin((i / 60) * Math.PI) * (0.62 + 0.38 * line(i / 11))
    points.push([(from + ((to - from) * i) / 60) * canvas.width, horizon - tall * Math.max(0, rise)])
  }
  canvas.polygon([...points, [to * canvas.width, horizon]], colour)
}

function glitter(canvas: Canvas, random: Random, x: number, horizon: number, radius: number): void {
  const deep = canvas.height - horizon
  canvas.glow([x, horizon], deep * 0.9, [255, 224, 170], 0.45, 1.1)
  for (let y = horizon + 2; y < canvas.height; y += 2 + ((y - horizon) / deep) * 9) {
    const part = (y - horizon) / deep
    const spread = radius * (0.7 + part * 1.9)
    for (let i = 0; i < 3; i++) {
      const length = spread * random.between(0.12, 0.5)
      const at: Point = [x + random.between(-1, 1) * random.next() * spread, y]
      canvas.ellipse(at, length, 0.8 + part * 3.2, [255, 240, 208], (1 - part) * 0.62 + 0.1)
    }
  }
}

function sail(canvas: Canvas, random: Random, horizon: number, colour: Colour): void {
  const size = unitOf(canvas) * random.between(45, 80)
  const [x, y] = [
    canvas.width * random.pick([random.between(0.1, 0.26), random.between(0.74, 0.9)]),
    horizon + size * 0.5,
  ]
  canvas.polygon(
    outline(x - size * 0.55, y, x + size * 0.6, y, x + size * 0.4, y + size * 0.18, x - size * 0.4, y + size * 0.18),
    colour,
  )
  canvas.polygon(outline(x, y - size * 1.7, x + size * 0.5, y - size * 0.1, x, y - size * 0.1), [250, 240, 228])
  canvas.polygon(
    outline(x - size * 0.06, y - size * 1.5, x - size * 0.06, y - size * 0.1, x - size * 0.42, y - size * 0.1),
    [232, 214, 205],
  )
}
