import type { Canvas, Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { along, clouds, pine, reflect, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  {
    sky: colours('#3f87c5 #8fc1e6 #e6f1f5'),
    rock: colours('#6f7f93 #46566c'),
    snow: colours('#ffffff #cfdcec'),
    wood: colours('#2f5f4b #17392f'),
    water: colours('#1c5570')[0]!,
  },
  {
    sky: colours('#5a4a8f #d98aa3 #ffd9b5'),
    rock: colours('#8b6a86 #4a3c66'),
    snow: colours('#ffe3d3 #c7a6c4'),
    wood: colours('#3a3c5c #1d2140'),
    water: colours('#3a3563')[0]!,
  },
  {
    sky: colours('#2b6c8f #86c5c8 #f5ebce'),
    rock: colours('#7d8580 #4c5a5a'),
    snow: colours('#fffdf2 #c9d7d4'),
    wood: colours('#4d6b34 #263f22'),
    water: colours('#1e5a5c')[0]!,
  },
]

/** Snowy peaks mirrored in a lake. */
export const alpineLake: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, rock, snow, wood, water } = random.pick(PALETTES)
  const waterline = height * random.between(0.6, 0.66)
  canvas.gradient(sky, 0, waterline)
  clouds(canvas, random, [height * 0.06, height * 0.26], [255, 255, 255], 6)
  const tops = [random.between(0.08, 0.24), random.between(0.7, 0.95), random.between(0.4, 0.6)]
  tops.forEach((x, i) => {
    const tall = waterline * (i === 2 ? random.between(0.66, 0.76) : random.between(0.4, 0.55))
    peak(canvas, random, [x * width, waterline - tall], tall * 1.05, rock, snow)
  })
  const line = random.line(4)
  const shore = (x: number) => waterline - height * (0.055 + 0.035 * line((x / width) * 3))
  canvas.below(shore, wood, height * 0.1)
  for (let x = -10; x < width + 10; x += unitOf(canvas) * random.between(7, 17)) {
    const size = unitOf(canvas) * random.between(34, 84)
    const foot: Point = [x, shore(Math.min(width - 1, Math.max(0, x))) + size * 0.45]
    pine(canvas, random, foot, size, mix(wood[0]!, wood[1]!, random.next()))
  }
  reflect(canvas, waterline, water, 0.34, unitOf(canvas) * 3)
  canvas.gradient([mix(sky.at(-1)!, water, 0.3)], waterline - 1, waterline + unitOf(canvas) * 2)
}

function peak(canvas: Canvas, random: Random, [x, y]: Point, tall: number, rock: Colour[], snow: Colour[]): void {
  const [left, right, crest] = [random.line(5), random.line(5), random.line(5)]
  const wide = tall * random.between(0.75, 0.95)
  const foot = y + tall
  const slope = (side: number, line: (x: number) => number) =>
    along(40, part => [
      x + side * wide * part ** 1.1,
      y + tall * part + line(part * 6) * tall * 0.045 * Math.min(1, part * 6),
    ])
  const ridge = along(40, part => [
    x + wide * (0.16 * part + 0.07 * crest(part * 5) * Math.min(1, part * 5)),
    y + tall * part,
  ])
  const [sunny, shady] = [slope(-1, left), slope(1, right)]
  const paint = (top: Colour, low: Colour) => ({ spread: [top, low], start: [x, y] as Point, end: [x, foot] as Point })
  canvas.polygon([...shady, ...ridge.toReversed()], paint(mix(rock[1]!, rock[0]!, 0.25), rock[1]!))
  canvas.polygon([...sunny, ...ridge.toReversed()], paint(rock[0]!, mix(rock[0]!, rock[1]!, 0.5)))
  const cap = (edge: Point[], colour: Colour) => {
    const line = random.line(4)
    const depth = Math.round(40 * 0.46)
    const [[ex, ey], [rx, ry]] = [edge[depth]!, ridge[depth]!]
    const fringe = along(22, part => [ex + (rx - ex) * part, ey + (ry - ey) * part + tall * 0.12 * line(part * 9)])
    canvas.polygon([...edge.slice(0, depth), ...fringe, ...ridge.slice(0, depth).toReversed()], colour)
  }
  cap(shady, snow[1]!)
  cap(sunny, snow[0]!)
}
