import { arc, type Canvas, type Point } from '../canvas.ts'
import { type Colour, colours } from '../colour.ts'
import type { Random } from '../random.ts'
import type { Scene } from './scenery.ts'

const PALETTES = [
  colours('#f4ede1 #e4572e #f3a712 #29335c #669bbc #f0c9a8'),
  colours('#f7f3e9 #2a9d8f #e9c46a #e76f51 #264653 #f4a261'),
  colours('#fbf5f0 #8e4162 #ef798a #f7a9a8 #613f75 #e5c3d1'),
  colours('#eef2ec #386641 #6a994e #a7c957 #bc4749 #f2e8cf'),
  colours('#f2efe9 #0b3954 #087e8b #bfd7ea #ff5a5f #f6c9b0'),
]

/** Quarter circles, rings and petals on tiles, as on a mid-century poster. */
export const tiles: Scene = (canvas, random) => {
  const palette = random.pick(PALETTES)
  const rows = canvas.width > canvas.height * 1.4 ? 3 : 5
  const size = canvas.height / rows
  const columns = Math.ceil(canvas.width / size)
  const left = (canvas.width - columns * size) / 2
  canvas.gradient([palette[0]!])
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      tile(canvas, random, [left + column * size, row * size], size, palette)
}

function tile(canvas: Canvas, random: Random, [x, y]: Point, size: number, palette: Colour[]): void {
  const start = random.whole(0, palette.length - 1)
  const [ground, first, second] = [0, 1, 2].map(
    step => palette[(start + step * random.pick([1, 2])) % palette.length]!,
  ) as [Colour, Colour, Colour]
  const corner = random.whole(0, 3)
  const [cx, cy]: Point = [x + (corner === 1 || corner === 2 ? size : 0), y + (corner >= 2 ? size : 0)]
  const quarter = (radius: number, [px, py]: Point = [cx, cy], from = corner) => [
    [px, py] as Point,
    ...arc(radius, (from * Math.PI) / 2, ((from + 1) * Math.PI) / 2).map(([dx, dy]): Point => [px + dx, py + dy]),
  ]
  const opposite: Point = [2 * x + size - cx, 2 * y + size - cy]
  const middle: Point = [x + size / 2, y + size / 2]
  canvas.rectangle([x, y], [x + size, y + size], ground)
  const motifs = [
    () => {
      for (const [i, part] of [1, 0.75, 0.5, 0.25].entries())
        canvas.polygon(quarter(size * part), i % 2 ? ground : first)
    },
    () => {
      for (const [i, part] of [0.46, 0.3, 0.14].entries()) canvas.disc(middle, size * part, i === 1 ? second : first)
    },
    () => {
      canvas.polygon(quarter(size / 2), first)
      canvas.polygon(quarter(size / 2, opposite, (corner + 2) % 4), first)
    },
    () => canvas.polygon(quarter(size), { spread: [first, second], start: [cx, cy], end: opposite }),
    () =>
      canvas.polygon(
        [
          [cx, cy],
          [cx, opposite[1]],
          [opposite[0], cy],
        ],
        first,
      ),
    () => petals(canvas, middle, size / 2, first, second),
  ]
  random.pick(motifs)()
}

function petals(canvas: Canvas, [x, y]: Point, radius: number, colour: Colour, heart: Colour): void {
  for (let i = 0; i < 4; i++) {
    const turn = Math.PI / 4 + (i * Math.PI) / 2
    canvas.ellipse(
      [x + Math.cos(turn) * radius * 0.62, y + Math.sin(turn) * radius * 0.62],
      radius * 0.6,
      radius * 0.3,
      colour,
      1,
      turn,
    )
  }
  canvas.disc([x, y], radius * 0.2, heart)
}
