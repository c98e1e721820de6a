import type { Canvas } from '../canvas.ts'
import { type Colour, colours, mix, ramp } from '../colour.ts'
import type { Random } from '../random.ts'
import { pine, reflect, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  colours('#b6ffd8 #35e29a #1fa7a0 #5b3fb0'),
  colours('#d9ffe9 #58e6b8 #3b8fe0 #9a4fd0'),
  colours('#f6ffd0 #8fe86a #26b08a #2a5fa8'),
  colours('#ffe0f0 #f07ac0 #9a5be0 #3a4fc0'),
]

/** Curtains of light over a still lake in the north. */
export const northernLights: Scene = (canvas, random) => {
  const { width, height } = canvas
  const light = random.pick(PALETTES)
  const waterline = height * random.between(0.7, 0.76)
  canvas.gradient(colours('#050a1e #0a1f3c #174a5c #2c6a6a'), 0, waterline)
  for (let i = 0; i < 260; i++)
    canvas.disc(
      [random.between(0, width), random.between(0, waterline)],
      unitOf(canvas) * random.between(0.6, 1.7),
      [235, 245, 255],
      random.between(0.3, 0.9),
    )
  for (let i = 0; i < 3; i++) curtain(canvas, random, waterline * (0.4 + i * 0.16), light, 0.42 + i * 0.12)
  const line = random.line(5)
  const hills = (x: number) => waterline - height * (0.075 + 0.06 * line((x / width) * 2.6))
  canvas.below(hills, [mix([9, 26, 44], light[2]!, 0.16), [8, 20, 36]], height * 0.12)
  for (let x = 0; x < width; x += unitOf(canvas) * random.between(8, 24))
    pine(
      canvas,
      random,
      [x, waterline + 2],
      unitOf(canvas) * random.between(30, 105) * (1.2 - Math.sin((x / width) * Math.PI) * 0.6),
      [5, 14, 26],
    )
  reflect(canvas, waterline, [6, 20, 36], 0.38, unitOf(canvas) * 4)
}

function curtain(canvas: Canvas, random: Random, base: number, light: Colour[], strength: number): void {
  const [sway, folds, tall] = [random.line(3), random.line(6), random.line(3)]
  const table = ramp(light)
  for (let x = 0; x < canvas.width; x++) {
    const at = (x / canvas.width) * 3
    const foot = base + sway(at * 0.8) * canvas.height * 0.07
    const reach = canvas.height * (0.3 + 0.1 * tall(at * 2))
    const ray = strength * Math.max(0.05, 0.62 + 0.5 * folds(at * 9)) * Math.max(0, 0.75 + 0.6 * tall(at + 40))
    const hem = reach * 0.22
    for (let y = Math.max(0, Math.floor(foot - reach)); y < Math.min(canvas.height, foot + hem); y++) {
      const up = (foot - y) / reach
      const alpha = up < 0 ? Math.max(0, 1 - (y - foot) / hem) ** 3 : Math.max(0, 1 - up) ** 2
      const entry = Math.floor(Math.min(0.999, Math.max(0, up)) * 256) * 3
      canvas.blend(
        (y * canvas.width + x) * 3,
        table[entry]!,
        table[entry + 1]!,
        table[entry + 2]!,
        Math.min(0.9, alpha * ray),
      )
    }
  }
}
