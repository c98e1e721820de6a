import type { Canvas, Point } from '../canvas.ts'
import type { Colour } from '../colour.ts'
import type { Random } from '../random.ts'

/** Draws a whole picture on a canvas, the same for the same random numbers. */
export type Scene = (canvas: Canvas, random: Random) => void

/** A thousandth of the mean side of the picture. */
export const unitOf = ({ width, height }: Canvas) => Math.sqrt(width * height) / 1000

/** A disc of light with its halo. */
export function sun(canvas: Canvas, at: Point, radius: number, core: Colour, halo: Colour): void {
  canvas.glow(at, radius * 9, halo, 0.5)
  canvas.glow(at, radius * 3.2, halo, 0.6)
  canvas.disc(at, radius, core)
}

/** Long soft clouds, lit in one colour, between two heights. */
export function clouds(canvas: Canvas, random: Random, [top, bottom]: Point, colour: Colour, count: number): void {
  for (let i = 0; i < count; i++) {
    const [x, y] = [random.between(0, canvas.width), random.between(top, bottom)]
    const length = canvas.width * random.between(0.12, 0.3)
    for (let puff = 0; puff < 7; puff++) {
      const at: Point = [x + random.between(-1, 1) * length, y + random.between(-0.08, 0.08) * length]
      canvas.glow(
        at,
        length * random.between(0.3, 0.75),
        colour,
        random.between(0.12, 0.34),
        random.between(0.09, 0.17),
      )
    }
  }
}

/** A pine as a silhouette: `foot` is the middle of its base. */
export function pine(canvas: Canvas, random: Random, [x, y]: Point, height: number, colour: Colour): void {
  const branches: Point[] = [[x, y - height]]
  const tiers = 7
  for (let side = 1; side >= -1; side -= 2)
    for (let k = 0; k < tiers; k++) {
      const tier = side > 0 ? k : tiers - 1 - k
      const reach = height * (0.05 + 0.19 * ((tier + 1) / tiers)) * random.between(0.85, 1.1)
      const low = y - height * (1 - (tier + 1) / (tiers + 0.6))
      const tip: Point = [x + side * reach, low]
      const notch: Point = [x + side * reach * 0.45, low - height * 0.02]
      branches.push(...(side > 0 ? [tip, notch] : [notch, tip]))
    }
  canvas.polygon(branches, colour)
  const trunk = height * 0.018
  canvas.rectangle([x - trunk, y - height * 0.12], [x + trunk, y + height * 0.03], colour)
}

/** Small distant birds. */
export function birds(canvas: Canvas, random: Random, [x, y]: Point, size: number, colour: Colour): void {
  for (let i = random.whole(3, 6); i > 0; i--) {
    const [cx, cy, span] = [
      x + random.between(-6, 6) * size,
      y + random.between(-3, 3) * size,
      size * random.between(0.6, 1),
    ]
    const wing = (side: number): Point[] => [
      [cx + side * span, cy - span * 0.25],
      [cx + side * span * 0.5, cy - span * 0.42],
      [cx, cy],
    ]
    for (const side of [-1, 1]) canvas.stroke(wing(side), span * 0.13, colour)
  }
}

/** Mirrors what is above the waterline in the water below it, with ripples, tinted by `tint`. */
export function reflect(canvas: Canvas, waterline: number, tint: Colour, strength: number, ripple: number): void {
  const { width, height, data } = canvas
  for (let y = Math.floor(waterline); y < height; y++) {
    const depth = (y - waterline) / (height - waterline)
    const wave = Math.sin(y * 0.55 + Math.sin(y * 0.13) * 3) * ripple * (0.3 + depth)
    const mirrored = Math.max(0, Math.round(2 * waterline - y - 1 + wave * 0.6))
    for (let x = 0; x < width; x++) {
      const from = (mirrored * width + Math.min(width - 1, Math.max(0, Math.round(x + wave)))) * 3
      const to = (y * width + x) * 3
      for (let band = 0; band < 3; band++)
        data[to + band] = data[from + band]! * (1 - strength) + tint[band]! * strength
    }
  }
}

/** Points along a line, for an outline. */
export const along = (count: number, point: (part: number) => Point): Point[] =>
  Array.from({ length: count + 1 }, (_, i) => point(i / count))
