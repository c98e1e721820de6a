import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { pine, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  { sky: colours('#070b24 #14245a #34508f #8ea4cc'), way: colours('#9db4ff #f2c6ff'), ground: colours('#0a1228')[0]! },
  { sky: colours('#0b0720 #2a1658 #6b2f7f #e08a86'), way: colours('#d3a4ff #ffc4d8'), ground: colours('#120a24')[0]! },
  { sky: colours('#04141c #0c3440 #23666b #8cc4a8'), way: colours('#a5efe6 #d8ffe0'), ground: colours('#06171a')[0]! },
]

/** A tent under the Milky Way. */
export const starryNight: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, way, ground } = random.pick(PALETTES)
  const unit = unitOf(canvas)
  canvas.gradient(sky, 0, height * 0.88)
  milkyWay(canvas, random, way)
  for (let i = 0; i < 420; i++)
    star(canvas, random, [random.between(0, width), height * 0.85 * random.next() ** 1.4], unit)
  if (random.next() < 0.5)
    moon(canvas, [width * random.between(0.15, 0.3), height * random.between(0.14, 0.24)], unit * 44, sky[0]!)
  for (let layer = 0; layer < 3; layer++) {
    const line = random.line(4)
    const base = height * (0.74 + layer * 0.08)
    const edge = (x: number) => base - height * 0.05 * line((x / width) * 2.4)
    canvas.below(edge, [mix(sky[2]!, ground, 0.55 + layer * 0.225)], 1)
    if (layer < 2) continue
    const tent = width * random.between(0.36, 0.64)
    for (let x = 0; x < width; x += unit * random.between(18, 50)) {
      const away = Math.abs(x - tent) / width
      if (away > 0.16)
        pine(
          canvas,
          random,
          [x, edge(Math.min(width - 1, x)) + unit * 12],
          unit * random.between(60, 90 + away * 330),
          ground,
        )
    }
    camp(canvas, [tent, edge(tent) + unit * 34], unit * random.between(70, 92), ground)
  }
}

function milkyWay(canvas: Canvas, random: Random, way: Colour[]): void {
  const { width, height } = canvas
  const lean = random.pick([-1, 1]) * random.between(0.35, 0.6)
  const line = random.line(3)
  for (let i = 0; i < 46; i++) {
    const part = i / 45
    const at: Point = [width * (0.5 + lean * (0.5 - part) * 1.3) + line(part * 6) * width * 0.05, height * part * 0.82]
    canvas.glow(at, unitOf(canvas) * random.between(110, 210), mix(way[0]!, way[1]!, random.next()), 0.085)
    for (let k = 0; k < 14; k++) {
      const spread = unitOf(canvas) * 105
      star(
        canvas,
        random,
        [at[0] + random.between(-1, 1) * random.next() * spread, at[1] + random.between(-1, 1) * spread],
        unitOf(canvas) * 0.75,
      )
    }
  }
}

function star(canvas: Canvas, random: Random, at: Point, unit: number): void {
  const bright = random.next() ** 3
  const colour = random.pick(colours('#ffffff #dfe8ff #fff2d6'))
  canvas.disc(at, unit * (0.7 + bright * 1.7), colour, 0.35 + bright * 0.65)
  if (bright > 0.75) canvas.glow(at, unit * 13, colour, 0.45)
}

function moon(canvas: Canvas, at: Point, radius: number, sky: Colour): void {
  canvas.glow(at, radius * 5, [230, 236, 255], 0.4)
  canvas.disc(at, radius, [246, 244, 230])
  for (const [dx, dy, size] of [
    [-0.3, -0.2, 0.24],
    [0.25, 0.3, 0.3],
    [0.3, -0.4, 0.14],
    [-0.25, 0.45, 0.12],
  ] as const)
    canvas.disc([at[0] + dx * radius, at[1] + dy * radius], radius * size, mix([246, 244, 230], sky, 0.16))
}

function camp(canvas: Canvas, [x, y]: Point, size: number, ground: Colour): void {
  canvas.glow([x, y - size * 0.3], size * 3, [255, 190, 90], 0.5, 0.75)
  canvas.polygon(outline(x - size, y, x - size * 0.08, y - size, x + size * 0.7, y), {
    spread: colours('#ffe29a #f29a3f'),
    start: [x, y - size],
    end: [x, y],
  })
  canvas.polygon(
    outline(x + size * 0.7, y, x - size * 0.08, y - size, x + size * 1.15, y - size * 0.1),
    colours('#b8552f')[0]!,
  )
  canvas.polygon(
    outline(x - size * 0.3, y, x - size * 0.08, y - size * 0.9, x + size * 0.12, y),
    colours('#fff3c9')[0]!,
  )
  canvas.stroke(outline(x - size * 0.08, y - size * 1.06, x - size * 0.08, y), size * 0.025, ground)
}
