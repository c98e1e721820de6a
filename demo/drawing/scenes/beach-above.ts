import type { Canvas, Point } from '../canvas.ts'
import { arc } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { type Scene, unitOf } from './scenery.ts'

const SEAS = [
  colours('#bdeee4 #5fd0c8 #1fa3b8 #0f6f9f #0c4f80'),
  colours('#c9f0ea #74d6cf #2fb0a8 #1a8288 #105a6b'),
  colours('#d5eef0 #86cfe6 #3f9fd6 #2a6fb5 #1d4a8c'),
]
const SANDS = [colours('#f6e3c0 #ecd2a4'), colours('#fbe9dc #f0d0bd'), colours('#f3ead6 #e2d3b2')]
const CLOTHS = [
  colours('#e4483f #ffffff'),
  colours('#f6b93b #ffffff'),
  colours('#1f8a9f #ffffff'),
  colours('#ef8fa3 #fff3e0'),
  colours('#2f5fa8 #f7e27a'),
]

/** A beach seen from above: surf, sunshades and towels. */
export const beachAbove: Scene = (canvas, random) => {
  const { width, height } = canvas
  const unit = unitOf(canvas)
  const [sea, sand] = [random.pick(SEAS), random.pick(SANDS)]
  const [lean, line] = [random.between(-0.22, 0.22), random.line(2)]
  const shore = (x: number) => height * 0.56 + lean * (x - width / 2) + height * 0.035 * line((x / width) * 2.4)
  canvas.gradient(sand)
  water(canvas, shore, sea, random.line(3))
  for (let wave = 0; wave < 4; wave++)
    foam(
      canvas,
      random,
      x => shore(x) - wave * height * 0.085 - (wave > 0 ? unit * 14 : 0),
      unit * (wave === 0 ? 30 : 15 - wave * 2),
      wave === 0 ? 0.95 : 0.62 - wave * 0.1,
    )
  const count = width > height * 1.4 ? 6 : 7
  for (let i = 0; i < count; i++) {
    const x = width * ((i + 0.5) / count + random.between(-0.02, 0.02))
    const room = height - shore(x)
    const y = shore(x) + room * (i % 2 ? 0.72 : 0.4) + random.between(-0.05, 0.05) * room
    const cloth = CLOTHS[(i * 2 + random.whole(0, 1)) % CLOTHS.length]!
    towel(canvas, [x + unit * 62, y + unit * 26], unit * 34, random.between(-0.5, 0.5), random.pick(CLOTHS))
    sunshade(canvas, [x, y], unit * random.between(50, 62), cloth, random.next())
  }
}

function water(canvas: Canvas, shore: (x: number) => number, sea: Colour[], ripples: (x: number) => number): void {
  const { width, height, data } = canvas
  for (let x = 0; x < width; x++) {
    const edge = shore(x)
    for (let y = 0; y < Math.min(height, edge); y++) {
      const depth = Math.min(1, (edge - y) / (height * 0.56)) ** 0.62
      const shimmer = ripples((x + y * 0.6) * 0.016) * ripples((y * 1.7 - x * 0.4) * 0.02 + 9) * 0.05
      const at = Math.min(0.999, Math.max(0, depth + shimmer)) * (sea.length - 1)
      const [from, to] = [sea[Math.floor(at)]!, sea[Math.floor(at) + 1]!]
      for (let band = 0; band < 3; band++)
        data[(y * width + x) * 3 + band] = from[band]! + (to[band]! - from[band]!) * (at % 1)
    }
    for (let y = Math.max(0, Math.floor(edge)); y < Math.min(height, edge + height * 0.06); y++)
      canvas.blend((y * width + x) * 3, 176, 142, 100, 0.42 * (1 - (y - edge) / (height * 0.06)))
  }
}

function foam(canvas: Canvas, random: Random, edge: (x: number) => number, thick: number, alpha: number): void {
  const [upper, lower] = [random.line(5), random.line(5)]
  for (let x = 0; x < canvas.width; x++) {
    const at = (x / canvas.width) * 9
    const middle = edge(x) + upper(at * 0.7) * thick * 0.5
    const half = (thick / 2) * (0.35 + Math.abs(lower(at)) * 1.1)
    for (let y = Math.max(0, Math.floor(middle - half * 2.4)); y < Math.min(canvas.height, middle + half); y++) {
      const off = y > middle ? (y - middle) / half : (middle - y) / (half * 2.4)
      canvas.blend(
        (y * canvas.width + x) * 3,
        255,
        255,
        255,
        alpha * (y > middle ? Math.min(1, Math.max(0, 1 - off) * 3) : Math.max(0, 1 - off) ** 1.6),
      )
    }
  }
}

function sunshade(canvas: Canvas, [x, y]: Point, radius: number, cloth: Colour[], turn: number): void {
  canvas.glow([x + radius * 0.4, y + radius * 0.45], radius * 1.5, [70, 45, 30], 0.75)
  const gores = 12
  for (let gore = 0; gore < gores; gore++) {
    const from = ((gore + turn) / gores) * 2 * Math.PI
    const colour = cloth[gore % 2]!
    const light = 0.13 * Math.cos(from + Math.PI / gores + 2.3)
    const edge = arc(radius, from, from + (2 * Math.PI) / gores).map(([dx, dy]): Point => [x + dx, y + dy])
    canvas.polygon([[x, y], ...edge], mix(colour, light > 0 ? [255, 255, 255] : [40, 20, 60], Math.abs(light)))
  }
  canvas.disc([x, y], radius * 0.07, mix(cloth[0]!, [0, 0, 0], 0.3))
}

function towel(canvas: Canvas, [x, y]: Point, size: number, turn: number, cloth: Colour[]): void {
  const corner = (u: number, v: number, shift = 0): Point => [
    x + u * size * Math.cos(turn) - v * size * 2 * Math.sin(turn) + shift,
    y + u * size * Math.sin(turn) + v * size * 2 * Math.cos(turn) + shift,
  ]
  const strip = (from: number, to: number, colour: Colour, alpha = 1, shift = 0) =>
    canvas.polygon(
      [corner(-1, from, shift), corner(1, from, shift), corner(1, to, shift), corner(-1, to, shift)],
      colour,
      alpha,
    )
  strip(-1, 1, [70, 45, 30], 0.22, size * 0.14)
  strip(-1, 1, mix(cloth[1]!, [240, 235, 225], 0.3))
  for (const v of [-0.8, -0.35, 0.1, 0.55]) strip(v, v + 0.24, cloth[0]!)
}
