import { colours, mix } from '../colour.ts'
import { along, type Scene, unitOf } from './scenery.ts'

const PALETTES = [
  colours('#fff1e0 #ffd3a8 #ff9f7f #f0617a #b23a85 #5a2a82 #2a1a5e'),
  colours('#f1fbf6 #bfe9dc #7cd0c6 #36a6b3 #1f76a0 #1a4c80 #132a55'),
  colours('#fdf4d8 #f7d488 #f2a65a #e26d5c #a93f55 #5f2a4e #2f1b3a'),
  colours('#fbeaf3 #f3bcd8 #d88fd0 #9d70d8 #5f5cc9 #34459c #1c2b63'),
]

/** Sheets of cut paper, each shadowing the next, with a round hole as the sun. */
export const paperWaves: Scene = (canvas, random) => {
  const { width, height } = canvas
  const sheets = random.pick(PALETTES)
  const unit = unitOf(canvas)
  canvas.gradient([sheets[0]!, mix(sheets[0]!, sheets[1]!, 0.6)])
  const [x, y, radius] = [
    width * random.between(0.25, 0.75),
    height * random.between(0.2, 0.32),
    unit * random.between(95, 150),
  ]
  for (let k = 5; k > 0; k--) canvas.disc([x + k * unit, y + k * 2.4 * unit], radius + k * unit, [40, 20, 50], 0.035)
  canvas.disc([x, y], radius, { spread: [sheets[2]!, sheets[3]!], start: [x, y - radius], end: [x, y + radius] })
  const [lean, waves] = [random.between(-0.16, 0.16), random.between(0.8, 1.5)]
  for (let sheet = 1; sheet < sheets.length; sheet++) {
    const base = height * (0.27 + (sheet / sheets.length) * 0.72)
    const phase = random.between(0, 2 * Math.PI)
    const tall = height * random.between(0.045, 0.075)
    const edge = (at: number) => {
      const angle = (at / width) * waves * 2 * Math.PI + phase
      return base + lean * (at - width / 2) + tall * (Math.sin(angle) + 0.45 * Math.sin(angle * 1.9 + phase * 2))
    }
    const crest = (lift: number) => along(90, part => [part * width, edge(part * width) - lift])
    const hem = crest(-2 * unit).toReversed()
    for (let k = 6; k > 0; k--) canvas.polygon([...crest(k * 2.6 * unit), ...hem], [30, 14, 50], 0.03)
    canvas.below(
      edge,
      [mix(sheets[sheet]!, [255, 255, 255], 0.08), sheets[sheet]!, mix(sheets[sheet]!, [0, 0, 0], 0.12)],
      height * 0.4,
    )
  }
}
