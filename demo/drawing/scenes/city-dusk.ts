import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import type { Random } from '../random.ts'
import { clouds, reflect, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  {
    sky: colours('#1b1f4b #4a3a7c #b8577f #f79a6b #ffd28f'),
    wall: colours('#2a1f45')[0]!,
    lamp: colours('#ffd98a #ffb765 #fff0c4'),
  },
  {
    sky: colours('#0d2a4a #1f5a7f #5fa3ad #f2c58f #ffe3b0'),
    wall: colours('#0e2238')[0]!,
    lamp: colours('#ffe7a8 #ffc978 #e8f4ff'),
  },
  {
    sky: colours('#2a1140 #6b1f63 #c93f74 #ff7a6b #ffc07a'),
    wall: colours('#240d38')[0]!,
    lamp: colours('#ffcf7a #ff9a8a #ffeccb'),
  },
]

/** A skyline over water at dusk, with lit windows. */
export const cityDusk: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, wall, lamp } = random.pick(PALETTES)
  const unit = unitOf(canvas)
  const waterline = height * random.between(0.72, 0.78)
  canvas.gradient(sky, 0, waterline)
  clouds(canvas, random, [height * 0.08, height * 0.45], sky[3]!, 8)
  canvas.glow([width * random.between(0.3, 0.7), waterline], width * 0.6, sky[4]!, 0.7, 0.7)
  for (let row = 0; row < 3; row++) {
    const colour = mix(wall, sky[2]!, 0.58 - row * 0.27)
    for (let x = -unit * 40; x < width; ) {
      const wide = unit * random.between(48, 112) * (1 - row * 0.1)
      const middle = 1 - Math.abs(x / width - 0.5) * 1.1
      const tall = height * (0.07 + (0.46 - row * 0.12) * middle * random.between(0.2, 1) ** 1.5)
      tower(canvas, random, x, waterline, wide, tall, colour, row === 0 ? undefined : lamp)
      x += wide + unit * random.between(0, row * 9)
    }
  }
  reflect(canvas, waterline, mix(wall, sky[1]!, 0.3), 0.36, unit * 3)
  canvas.gradient([mix(wall, [0, 0, 0], 0.3)], waterline - unit * 3, waterline + unit * 2)
}

function tower(
  canvas: Canvas,
  random: Random,
  x: number,
  foot: number,
  wide: number,
  tall: number,
  colour: Colour,
  lamp?: Colour[],
): void {
  const top = foot - tall
  const box = (left: number, upper: number, right: number) => {
    const spread = [mix(colour, [255, 220, 200], 0.07), colour]
    canvas.rectangle([left, upper], [right, foot], { spread, start: [left, upper], end: [left, foot] })
  }
  const crown = random.next()
  if (crown < 0.25) box(x + wide * 0.2, top - wide * 0.22, x + wide * 0.8)
  else if (crown < 0.4) canvas.polygon(outline(x, top, x + wide, top, x + wide, top - wide * 0.34), colour)
  else if (crown < 0.55) canvas.stroke(outline(x + wide / 2, top, x + wide / 2, top - wide * 0.8), wide * 0.035, colour)
  box(x, top, x + wide)
  if (lamp) windows(canvas, random, [x, top], [x + wide, foot], lamp)
}

function windows(canvas: Canvas, random: Random, [left, top]: Point, [right, foot]: Point, lamp: Colour[]): void {
  const columns = Math.max(3, Math.round((right - left) / (unitOf(canvas) * 13)))
  const cell = (right - left) / (columns + 0.6)
  for (let y = top + cell; y < foot - cell * 1.4; y += cell * 1.35)
    for (let x = left + cell * 0.5; x < right - cell * 0.6; x += cell)
      if (random.next() < 0.44)
        canvas.rectangle([x, y], [x + cell * 0.56, y + cell * 0.7], random.pick(lamp), random.between(0.45, 1))
}
