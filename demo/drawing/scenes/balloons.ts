import { type Canvas, outline, type Point } from '../canvas.ts'
import { type Colour, colours, mix } from '../colour.ts'
import { along, clouds, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  { sky: colours('#6fb3e0 #b5daf0 #fdf0dc'), hills: colours('#a9cfa4 #5f9f73 #2d6b57') },
  { sky: colours('#f7b58c #fbd6b0 #fff3dc'), hills: colours('#dba98c #a96a6b #5e3a54') },
  { sky: colours('#7f8fd0 #c9c4ea #fbe6e6'), hills: colours('#b3b0d8 #6f7fb0 #3a4a7a') },
]
const SILKS = [
  colours('#e4483f #fbf1e3'),
  colours('#f4b63f #d8562f'),
  colours('#2f7f9f #f6efe0'),
  colours('#7a4a9f #f2a7c0'),
  colours('#2f8f6f #f4d35e'),
  colours('#f28482 #fff3e6 #84a59d'),
]

/** Hot-air balloons over hills in the morning. */
export const balloons: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, hills } = random.pick(PALETTES)
  canvas.gradient(sky)
  clouds(canvas, random, [height * 0.08, height * 0.7], [255, 255, 255], 12)
  for (let i = 0; i < 4; i++) {
    const line = random.line(3)
    const colour = i < 3 ? mix(hills[0]!, hills[1]!, i / 2.2) : hills[2]!
    const base = height * (0.76 + i * 0.06)
    canvas.below(
      x => base - height * 0.055 * (1 + line((x / width) * (1.6 + i * 0.4))),
      [colour, mix(colour, sky.at(-1)!, 0.42)],
      height * 0.2,
    )
  }
  const start = random.whole(0, SILKS.length - 1)
  const wide = width > height * 1.4
  const places = wide
    ? [
        [0.87, 0.3, 52],
        [0.08, 0.42, 44],
        [0.63, 0.5, 64],
        [0.3, 0.4, 150],
      ]
    : [
        [0.84, 0.16, 44],
        [0.2, 0.6, 52],
        [0.56, 0.62, 64],
        [0.78, 0.4, 108],
        [0.34, 0.32, 172],
      ]
  places.forEach(([x, y, size], i) => {
    const at: Point = [width * (x! + random.between(-0.05, 0.05)), height * (y! + random.between(-0.04, 0.04))]
    balloon(
      canvas,
      at,
      unitOf(canvas) * size! * random.between(0.92, 1.1),
      SILKS[(start + i) % SILKS.length]!,
      mix(sky[1]!, [255, 255, 255], 0.2),
      0.34 - size! / 480,
    )
  })
}

function balloon(canvas: Canvas, [x, y]: Point, radius: number, silk: Colour[], air: Colour, haze: number): void {
  const profile = (part: number) =>
    part < 0.56 ? Math.sin(Math.acos(1 - part / 0.56)) : Math.cos(((part - 0.56) / 0.44) ** 1.25 * 1.36)
  const tall = radius * 2.35
  const top = y - radius
  const gores = 12
  for (let gore = 0; gore < gores; gore++) {
    const meridian = (k: number) =>
      along(28, part => [x - Math.cos((k / gores) * Math.PI) * radius * profile(part), top + part * tall])
    const light = 0.26 * Math.sin(((gore + 3.2) / gores) * Math.PI) - 0.16
    const colour = mix(
      mix(silk[gore % silk.length]!, light > 0 ? [255, 255, 255] : [30, 20, 60], Math.abs(light)),
      air,
      Math.max(0, haze),
    )
    canvas.polygon([...meridian(gore), ...meridian(gore + 1).toReversed()], {
      spread: [mix(colour, [255, 255, 255], 0.14), colour, mix(colour, [30, 20, 60], 0.24)],
      start: [x, top],
      end: [x, top + tall],
    })
  }
  canvas.glow([x + radius * 0.32, y - radius * 0.3], radius * 0.6, [255, 255, 255], 0.24, 1.3)
  const basket = mix([122, 78, 44], air, Math.max(0, haze))
  const [low, size] = [top + tall, radius * 0.15]
  for (const side of [-1, 1])
    canvas.stroke(
      outline(x + side * radius * profile(1), low, x + side * size, low + size * 1.7),
      radius * 0.012,
      basket,
    )
  canvas.polygon(
    outline(
      x - size,
      low + size * 1.6,
      x + size,
      low + size * 1.6,
      x + size * 0.82,
      low + size * 3,
      x - size * 0.82,
      low + size * 3,
    ),
    { spread: [basket, mix(basket, [0, 0, 0], 0.3)], start: [x, low + size * 1.6], end: [x, low + size * 3] },
  )
}
