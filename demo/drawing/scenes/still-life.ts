import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { along, type Scene, unitOf } from './scenery.ts'

const ROOMS = [
  { wall: colours('#e8d5c4 #d9bfa8'), table: colours('#b98a62 #8f6243'), vase: colours('#f5f1ea #9c9aa8') },
  { wall: colours('#6f8f8c #4f6f70'), table: colours('#d9c3a5 #b59a78'), vase: colours('#e7a977 #8c4a35') },
  { wall: colours('#d98f6c #c4714f'), table: colours('#f1dfc8 #d6b998'), vase: colours('#3d5a73 #182c40') },
  { wall: colours('#c9d3df #a9b7c9'), table: colours('#f0ece4 #cfc6b8'), vase: colours('#5f8f7a #244a40') },
]
const FRUITS = [
  { spread: colours('#ffe0a3 #f59a2f #b4510f'), tall: 1 },
  { spread: colours('#fff2a8 #f2c832 #a8790f'), tall: 0.86 },
  { spread: colours('#ffb3a0 #d63a3a #6e1020'), tall: 0.95 },
  { spread: colours('#e9f0a8 #a8bf4a #5a6f1f'), tall: 1.02 },
  { spread: colours('#d7b0e6 #6a3a86 #2a1440'), tall: 1.05 },
]

/** Fruit and a vase of twigs on a table, in the light of a window. */
export const stillLife: Scene = (canvas, random) => {
  const { width, height } = canvas
  const unit = unitOf(canvas)
  const { wall, table, vase } = random.pick(ROOMS)
  const edge = height * 0.66
  canvas.gradient(wall, 0, edge)
  windowLight(canvas, random, edge)
  canvas.gradient(table, edge)
  canvas.gradient([mix(table[0]!, [255, 255, 255], 0.3)], edge, edge + unit * 5)
  canvas.glow([width * 0.5, edge], width * 0.7, [255, 240, 215], 0.16, 0.5)
  const foot: Point = [width * random.between(0.34, 0.44), edge + height * 0.1]
  jar(canvas, random, foot, Math.min(height * 0.36, unit * 380), vase)
  const size = unit * random.between(78, 92)
  const row = [1.5, 3.15, 4.9, 2.4, 4.05].map(
    (step, i): Point => [foot[0] + step * size * (i < 3 ? 1.05 : 1), foot[1] + (i < 3 ? -0.05 : 0.75) * size],
  )
  for (const [i, at] of row.entries())
    fruit(canvas, at, size * random.between(0.86, 1.04), FRUITS[(i * 2 + random.whole(0, 1)) % FRUITS.length]!)
}

function windowLight(canvas: Canvas, random: Random, edge: number): void {
  const { width } = canvas
  const [x, lean] = [width * random.between(0.42, 0.52), width * 0.16]
  const [wide, tall] = [width * 0.17, edge * 0.4]
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const [left, top] = [
      x + column * wide * 1.1 + row * lean * 0.5,
      edge * 0.1 + row * tall * 1.06 + column * edge * 0.05,
    ]
    canvas.polygon(
      outline(
        left,
        top,
        left + wide,
        top + edge * 0.05,
        left + wide + lean * 0.47,
        top + tall + edge * 0.05,
        left + lean * 0.47,
        top + tall,
      ),
      [255, 244, 214],
      0.3,
    )
  }
}

function shadow(canvas: Canvas, [x, y]: Point, wide: number): void {
  canvas.glow([x - wide * 0.55, y], wide * 2.1, [40, 20, 20], 0.5, 0.2)
  canvas.glow([x, y], wide * 1.2, [30, 14, 16], 0.6, 0.17)
}

function fruit(canvas: Canvas, [x, y]: Point, radius: number, { spread, tall }: (typeof FRUITS)[number]): void {
  const middle = y - radius * tall * 0.92
  shadow(canvas, [x, y], radius)
  canvas.ellipse([x, middle], radius, radius * tall, {
    spread,
    start: [x + radius * 0.35, middle - radius * 0.4],
    end: [x - radius * 0.8, middle + radius],
    round: true,
  })
  canvas.glow([x + radius * 0.38, middle - radius * 0.42], radius * 0.36, [255, 255, 255], 0.7)
  canvas.glow([x - radius * 0.5, middle + radius * 0.6], radius * 0.5, spread[0]!, 0.22)
  canvas.stroke(
    outline(x, middle - radius * tall * 0.93, x + radius * 0.08, middle - radius * tall * 1.16),
    radius * 0.07,
    [74, 52, 30],
  )
}

function jar(canvas: Canvas, random: Random, [x, y]: Point, tall: number, glaze: Colour[]): void {
  const profile = (part: number) =>
    tall *
    (0.15 +
      0.17 * Math.sin(Math.min(1, part * 1.18) ** 1.1 * Math.PI) -
      0.03 * part +
      (part > 0.9 ? (part - 0.9) * 0.45 : 0))
  for (let i = 0; i < 7; i++)
    twig(
      canvas,
      random,
      [x + random.between(-0.05, 0.05) * tall, y - tall],
      tall * random.between(0.75, 1.2),
      (i - 3) * 0.19 + random.between(-0.06, 0.06),
    )
  shadow(canvas, [x, y], tall * 0.2)
  const side = (sign: number) => along(40, part => [x + sign * profile(part), y - part * tall])
  const paint = {
    spread: [glaze[1]!, mix(glaze[0]!, glaze[1]!, 0.25), glaze[0]!, mix(glaze[0]!, glaze[1]!, 0.5)],
    start: [x - tall * 0.3, y] as Point,
    end: [x + tall * 0.34, y - tall * 0.1] as Point,
  }
  canvas.polygon(
    [
      ...side(1),
      ...side(-1).toReversed(),
      ...along(16, part => [x - profile(0) * Math.cos(part * Math.PI), y + Math.sin(part * Math.PI) * tall * 0.03]),
    ],
    paint,
  )
  canvas.ellipse([x, y - tall], profile(1), tall * 0.032, mix(glaze[1]!, [0, 0, 0], 0.35))
  canvas.glow([x + tall * 0.13, y - tall * 0.6], tall * 0.1, [255, 255, 255], 0.4, 2.4)
}

function twig(canvas: Canvas, random: Random, [x, y]: Point, length: number, lean: number): void {
  const at = (part: number): Point => [
    x + length * (lean * part + lean * 0.9 * part * part),
    y - length * part * (1 - Math.abs(lean) * 0.25 * part),
  ]
  canvas.stroke(along(10, at), length * 0.011, [88, 92, 62])
  for (let k = 2; k < 12; k++)
    for (const side of [-1, 1]) {
      const [cx, cy] = at(k / 11.5)
      const turn = -Math.PI / 2 + lean * 2 + side * 0.95
      const size = length * random.between(0.05, 0.068) * (1.25 - k / 18)
      canvas.ellipse(
        [cx + Math.cos(turn) * size, cy + Math.sin(turn) * size],
        size,
        size * 0.42,
        mix([94, 124, 88], [168, 186, 140], random.next()),
        1,
        turn,
      )
    }
}
