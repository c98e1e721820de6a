import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { along, clouds, type Scene, sun, unitOf } from './scenery.ts'

const PALETTES = [
  { sky: colours('#f2a65a #f8c98a #fdebc8'), lit: colours('#f6c07a')[0]!, shade: colours('#9c4a2f')[0]! },
  { sky: colours('#4a7fa8 #a9cbd6 #f7e6cc'), lit: colours('#efbf83')[0]!, shade: colours('#a0613f')[0]! },
  { sky: colours('#3b2a5c #a2506f #f4a07a'), lit: colours('#e38d6a')[0]!, shade: colours('#3d2046')[0]! },
]

/** Dunes, lit on one side, with a caravan. */
export const desertDunes: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, lit, shade } = random.pick(PALETTES)
  const unit = unitOf(canvas)
  const at: Point = [width * random.between(0.2, 0.8), height * random.between(0.22, 0.36)]
  canvas.gradient(sky, 0, height * 0.62)
  canvas.gradient([lit], height * 0.62)
  clouds(canvas, random, [height * 0.05, height * 0.3], sky.at(-1)!, 5)
  sun(canvas, at, unit * random.between(50, 90), [255, 250, 235], sky.at(-1)!)
  for (let layer = 0; layer < 5; layer++) {
    const part = layer / 4
    const haze = (colour: Colour) => mix(colour, sky.at(-1)!, 0.62 * (1 - part) ** 1.2)
    const crest = dune(
      canvas,
      random,
      height * (0.5 + part * 0.34),
      height * (0.1 + part * 0.06),
      haze(lit),
      haze(shade),
    )
    if (layer === 2) caravan(canvas, random, crest, mix(shade, [0, 0, 0], 0.45))
  }
}

function dune(
  canvas: Canvas,
  random: Random,
  base: number,
  tall: number,
  lit: Colour,
  shade: Colour,
): (x: number) => number {
  const { width, height } = canvas
  const line = random.line(1)
  const peaks = random.between(1.1, 1.9)
  const edge = (x: number) => base - tall * (0.5 + 0.75 * line((x / width) * peaks * 1.6))
  canvas.below(edge, [lit, mix(lit, shade, 0.28), mix(lit, shade, 0.5)], height * 0.42)
  for (let x = -width * 0.4; x < width; x += 2) {
    if (edge(x) >= edge(x - 2) || edge(x) > edge(x + 2)) continue
    let valley = x + 4
    while (edge(valley + 4) > edge(valley) && valley < x + width) valley += 4
    const [reach, fall] = [valley - x, (edge(valley) - edge(x)) * 0.5 + height * random.between(0.09, 0.15)]
    const crest = along(50, part => [x + part * reach, edge(x + part * reach)])
    const inner = along(50, part => {
      const swing = reach * 0.05 * Math.sin(part * 2 * Math.PI) * (1 - part)
      return [x + part * reach - swing, edge(x + part * reach) + fall * Math.sin(part ** 0.85 * Math.PI) ** 1.5]
    })
    const paint = {
      spread: [mix(shade, lit, 0.08), mix(shade, lit, 0.5)],
      start: [x, edge(x)] as Point,
      end: [x + reach * 0.75, edge(x) + fall * 1.6] as Point,
    }
    canvas.polygon([...crest, ...inner.toReversed()], paint)
  }
  return edge
}

function caravan(canvas: Canvas, random: Random, edge: (x: number) => number, colour: Colour): void {
  const size = unitOf(canvas) * 20
  const start = canvas.width * random.between(0.12, 0.6)
  for (let i = 0; i < 4; i++) {
    const x = start + i * size * 3.1
    const y = edge(x) + size * 0.1
    for (const leg of [-0.55, -0.35, 0.3, 0.5])
      canvas.stroke(outline(x + leg * size, y - size * 0.7, x + leg * size * 1.1, y), size * 0.11, colour)
    canvas.ellipse([x, y - size * 0.85], size * 0.72, size * 0.3, colour)
    canvas.ellipse([x - size * 0.05, y - size * 1.12], size * 0.3, size * 0.3, colour)
    canvas.stroke(
      outline(x + size * 0.6, y - size * 0.85, x + size * 0.95, y - size * 1.0, x + size * 1.05, y - size * 1.5),
      size * 0.17,
      colour,
    )
    canvas.ellipse([x + size * 1.2, y - size * 1.52], size * 0.24, size * 0.11, colour)
  }
}
