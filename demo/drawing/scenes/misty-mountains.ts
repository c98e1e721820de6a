import { colours, mix } from '../colour.ts'
import { birds, clouds, pine, type Scene, sun, unitOf } from './scenery.ts'

const PALETTES = [
  { sky: colours('#8fb9d8 #cfe0e6 #fbe6cf'), far: colours('#b4cad6')[0]!, near: colours('#1d3b4c')[0]! },
  { sky: colours('#f5a672 #fbd0a0 #ffeed4'), far: colours('#eebfa3')[0]!, near: colours('#572a3f')[0]! },
  { sky: colours('#5d6fae #b6a4d3 #f7d3d8'), far: colours('#bcb0d8')[0]!, near: colours('#272457')[0]! },
  { sky: colours('#6fb7ad #bfe0cc #fbf3d2'), far: colours('#a9d2c2')[0]!, near: colours('#14453f')[0]! },
]

/** Ridge behind ridge in morning mist. */
export const mistyMountains: Scene = (canvas, random) => {
  const { width, height } = canvas
  const { sky, far, near } = random.pick(PALETTES)
  const unit = unitOf(canvas)
  canvas.gradient(sky, 0, height * 0.7)
  canvas.gradient([sky.at(-1)!], height * 0.7)
  sun(
    canvas,
    [width * random.between(0.25, 0.75), height * random.between(0.2, 0.34)],
    unit * random.between(34, 60),
    [255, 253, 240],
    sky.at(-1)!,
  )
  clouds(canvas, random, [height * 0.06, height * 0.3], [255, 255, 250], 5)
  birds(canvas, random, [width * random.between(0.3, 0.7), height * 0.3], unit * 12, mix(far, near, 0.7))
  for (let layer = 0; layer < 6; layer++) {
    const line = random.line(6)
    const part = layer / 5
    const base = height * (0.4 + part * 0.45)
    const tall = height * (0.15 - part * 0.05)
    const edge = (x: number) => base - tall * (0.9 - Math.abs(line((x / width) * (1.7 + part * 0.9)) * 1.25))
    const colour = mix(far, near, part ** 1.25)
    canvas.below(edge, [colour, mix(colour, sky.at(-1)!, 0.55 - part * 0.4)], height * 0.3)
    if (layer < 4) continue
    for (let x = -20; x < width + 20; x += unit * random.between(9, 34)) {
      const size = unit * random.between(26, 64) * (layer === 5 ? 1.5 : 0.8)
      pine(canvas, random, [x, edge(Math.min(width - 1, Math.max(0, x))) + size * 0.1], size, mix(colour, near, 0.4))
    }
  }
}
