import type { Canvas, Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { along, type Scene, unitOf } from './scenery.ts'

const GROUNDS = [
  colours('#f6e7dc #e9cfc4'),
  colours('#dfeae2 #b9d2c4'),
  colours('#26303f #151b27'),
  colours('#f3ecd9 #e3d3ae'),
  colours('#3a2440 #1f1328'),
]
const PETALS = [
  colours('#7a1f45 #d8426f #ffb3c0'),
  colours('#b5451f #f28a3c #ffd58a'),
  colours('#5b2d83 #a566c9 #e5c4f2'),
  colours('#c9a227 #f5d257 #fff3bd'),
  colours('#b9607a #f3b3bd #fff0ee'),
]
const LEAVES = [colours('#1f4a3a #4f8a63'), colours('#2f5230 #7fa35a'), colours('#24474f #5f8f8f')]

/** Full blossoms over leaves, seen from above. */
export const dahlias: Scene = (canvas, random) => {
  const { width, height } = canvas
  const unit = unitOf(canvas)
  canvas.gradient(random.pick(GROUNDS))
  canvas.glow([width * 0.3, height * 0.2], Math.max(width, height) * 0.8, [255, 255, 255], 0.16)
  const leaves = random.pick(LEAVES)
  const start = random.whole(0, PETALS.length - 1)
  const places = scatter(random, width, height)
  for (const [x, y, size] of places)
    for (let i = random.whole(4, 6); i > 0; i--) {
      const angle = random.between(0, 2 * Math.PI)
      leaf(
        canvas,
        [x + Math.cos(angle) * size * unit * 0.55, y + Math.sin(angle) * size * unit * 0.55],
        angle,
        size * unit * random.between(0.7, 1),
        leaves,
      )
    }
  for (const [i, [x, y, size]] of places.entries())
    blossom(canvas, random, [x, y], size * unit, PETALS[(start + (i % 3)) % PETALS.length]!)
}

function scatter(random: Random, width: number, height: number): [x: number, y: number, size: number][] {
  const wide = width > height * 1.4
  const anchors = wide
    ? [
        [0.2, 0.55],
        [0.52, 0.42],
        [0.83, 0.6],
        [0.04, 0.05],
        [0.97, 0.06],
      ]
    : [
        [0.34, 0.36],
        [0.72, 0.62],
        [0.26, 0.8],
        [0.82, 0.2],
        [0.03, 0.08],
      ]
  return anchors.map(([x, y], i) => [
    (x! + random.between(-0.04, 0.04)) * width,
    (y! + random.between(-0.04, 0.04)) * height,
    [270, 235, 180, 165, 150][i]! * random.between(0.9, 1.08),
  ])
}

function leaf(canvas: Canvas, [x, y]: Point, angle: number, length: number, [dark, light]: Colour[]): void {
  const at = (part: number, side: number): Point => {
    const out = Math.sin(part ** 0.8 * Math.PI) * length * 0.24 * side
    return [
      x + Math.cos(angle) * part * length - Math.sin(angle) * out,
      y + Math.sin(angle) * part * length + Math.cos(angle) * out,
    ]
  }
  const half = (side: number) => [...along(16, part => at(part, side)), ...along(16, part => at(1 - part, 0))]
  canvas.polygon(half(1), { spread: [dark!, light!], start: [x, y], end: at(1, 0) })
  canvas.polygon(half(-1), {
    spread: [mix(dark!, light!, 0.3), mix(light!, [255, 255, 255], 0.15)],
    start: [x, y],
    end: at(1, 0),
  })
}

function blossom(canvas: Canvas, random: Random, [x, y]: Point, radius: number, [deep, middle, pale]: Colour[]): void {
  canvas.glow([x + radius * 0.08, y + radius * 0.14], radius * 1.35, [10, 8, 24], 0.5)
  const rings = 7
  for (let ring = 0; ring < rings; ring++) {
    const part = ring / (rings - 1)
    const reach = radius * (1 - part * 0.78)
    const count = Math.round(17 - part * 8)
    const root = mix(middle!, deep!, 0.35 + part * 0.55)
    const spread = [root, root, mix(pale!, middle!, part * 0.9)]
    for (let i = 0; i < count; i++) {
      const angle = ((i + (ring % 2) / 2) / count) * 2 * Math.PI + random.between(-0.05, 0.05)
      petal(canvas, [x, y], angle, reach * random.between(0.94, 1.03), (reach * 2.5) / count, spread, deep!)
    }
  }
  canvas.disc([x, y], radius * 0.1, {
    spread: [mix(deep!, middle!, 0.4), deep!],
    start: [x, y],
    end: [x + radius * 0.1, y],
    round: true,
  })
}

function petal(
  canvas: Canvas,
  [x, y]: Point,
  angle: number,
  length: number,
  wide: number,
  spread: Colour[],
  shade: Colour,
): void {
  const at = (part: number, out: number, longer = 1): Point => {
    const [dx, dy] = [part * length * longer, out * wide]
    return [x + Math.cos(angle) * dx - Math.sin(angle) * dy, y + Math.sin(angle) * dx + Math.cos(angle) * dy]
  }
  const shape = (grown: number) => {
    const side =
      (sign: number) =>
      (part: number): Point =>
        at(0.2 + part * 0.8, sign * 0.62 * grown * Math.sin(part ** 1.15 * Math.PI) ** 0.75, grown)
    return [...along(11, side(1)), ...along(11, part => side(-1)(1 - part))]
  }
  canvas.polygon(shape(1.025), shade, 0.26)
  canvas.polygon(shape(1), { spread, start: [x, y], end: at(1, 0) })
}
