import { type Colour, colourAlong, ramp } from './colour.ts'
import { Coverage, type Point } from './coverage.ts'

export type { Point }
/** One colour, or several spread from `start` to `end`; `round` spreads them in circles around `start`. */
export type Paint = Colour | { spread: readonly Colour[]; start: Point; end: Point; round?: boolean }

/** An RGB picture, drawn from back to front. Lengths are in pixels, angles in radians. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
  readonly #coverage: Coverage

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.data = new Uint8ClampedArray(width * height * 3)
    this.#coverage = new Coverage(width, height)
  }

  /** Fills whole rows with colours spread from `top` to `bottom`; a little grain hides the steps between them. */
  gradient(spread: readonly Colour[], top = 0, bottom = this.height): void {
    let grain = 12_345
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, Math.ceil(bottom)); y++) {
      const [r, g, b] = colourAlong(spread, (y - top) / Math.max(1, bottom - top - 1))
      for (let i = y * this.width * 3, end = i + this.width * 3; i < end; i += 3) {
        grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) | 0
        const shift = ((grain >>> 24) - 127.5) / 90
        this.data[i] = r + shift
        this.data[i + 1] = g + shift
        this.data[i + 2] = b + shift
      }
    }
  }

  /** A soft light: strongest in the middle, zero at `radius`. `flat` is the ratio of height to width. */
  glow([cx, cy]: Point, radius: number, [r, g, b]: Colour, strength: number, flat = 1): void {
    const high = radius * flat
    const [left, right] = [Math.max(0, Math.floor(cx - radius)), Math.min(this.width, Math.ceil(cx + radius))]
    for (let y = Math.max(0, Math.floor(cy - high)); y < Math.min(this.height, cy + high); y++) {
      const dy = ((y - cy) / high) ** 2
      for (let x = left; x < right; x++) {
        const dx = (x - cx) / radius
        const rest = 1 - dy - dx * dx
        if (rest > 0) this.blend((y * this.width + x) * 3, r, g, b, strength * rest * rest * rest)
      }
    }
  }

  /** Everything below a line, whose height at `x` is `edge(x)`; the colours are spread from its top over `depth`. */
  below(edge: (x: number) => number, spread: readonly Colour[], depth: number, alpha = 1): void {
    const table = ramp(spread)
    const edges = Float32Array.from({ length: this.width }, (_, x) => edge(x))
    const top = edges.reduce((low, one) => Math.min(low, one), this.height)
    for (let y = Math.max(0, Math.floor(top)); y < this.height; y++)
      for (let x = 0; x < this.width; x++) {
        const under = y + 1 - edges[x]!
        if (under > 0)
          this.#paint((y * this.width + x) * 3, table, (y - top) / depth, under < 1 ? under * alpha : alpha)
      }
  }

  /** A filled outline with smooth edges. */
  polygon(points: readonly Point[], paint: Paint, alpha = 1): void {
    if (!('spread' in paint)) {
      const [r, g, b] = paint
      this.#coverage.trace(points, (x, y, cover) => this.blend((y * this.width + x) * 3, r, g, b, cover * alpha))
      return
    }
    const [table, along] = [ramp(paint.spread), courseOf(paint)]
    this.#coverage.trace(points, (x, y, cover) =>
      this.#paint((y * this.width + x) * 3, table, along(x, y), cover * alpha),
    )
  }

  rectangle([left, top]: Point, [right, bottom]: Point, paint: Paint, alpha = 1): void {
    const corners: Point[] = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ]
    this.polygon(corners, paint, alpha)
  }

  ellipse([cx, cy]: Point, rx: number, ry: number, paint: Paint, alpha = 1, turn = 0): void {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    const outline = arc(Math.max(rx, ry), 0, 2 * Math.PI).map(([x, y]): Point => {
      const [dx, dy] = [(x * rx) / Math.max(rx, ry), (y * ry) / Math.max(rx, ry)]
      return [cx + dx * cos - dy * sin, cy + dx * sin + dy * cos]
    })
    this.polygon(outline, paint, alpha)
  }

  disc(centre: Point, radius: number, paint: Paint, alpha = 1): void {
    this.ellipse(centre, radius, radius, paint, alpha)
  }

  /** A line with round ends and corners. */
  stroke(points: readonly Point[], width: number, paint: Paint): void {
    for (let i = 1; i < points.length; i++) {
      const [[ax, ay], [bx, by]] = [points[i - 1]!, points[i]!]
      const across = Math.atan2(by - ay, bx - ax) + Math.PI / 2
      const end = (x: number, y: number, from: number) =>
        arc(width / 2, from, from + Math.PI).map(([dx, dy]): Point => [x + dx, y + dy])
      this.polygon([...end(ax, ay, across), ...end(bx, by, across + Math.PI)], paint)
    }
  }

  /** Mixes a colour into the pixel whose red is at `i`. */
  blend(i: number, r: number, g: number, b: number, alpha: number): void {
    this.data[i]! += (r - this.data[i]!) * alpha
    this.data[i + 1]! += (g - this.data[i + 1]!) * alpha
    this.data[i + 2]! += (b - this.data[i + 2]!) * alpha
  }

  #paint(i: number, table: Float32Array, along: number, alpha: number): void {
    const at = 3 * (along <= 0 ? 0 : along >= 1 ? 255 : Math.floor(along * 255))
    this.blend(i, table[at]!, table[at + 1]!, table[at + 2]!, alpha)
  }
}

/** Points from their coordinates: x, y, x, y … */
export const outline = (...numbers: number[]): Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[i * 2]!, numbers[i * 2 + 1]!])

/** Points on a circle around the origin, close enough to look round. */
export function arc(radius: number, from: number, to: number): Point[] {
  const steps = Math.max(4, Math.min(120, Math.ceil((Math.sqrt(radius) * Math.abs(to - from)) / 0.7)))
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = from + ((to - from) * i) / steps
    return [Math.cos(angle) * radius, Math.sin(angle) * radius]
  })
}

function courseOf({ start, end, round }: Exclude<Paint, Colour>): (x: number, y: number) => number {
  const [[sx, sy], [ex, ey]] = [start, end]
  const [dx, dy] = [ex - sx, ey - sy]
  const square = dx * dx + dy * dy || 1
  if (!round) return (x, y) => ((x - sx) * dx + (y - sy) * dy) / square
  return (x, y) => Math.sqrt(((x - sx) * (x - sx) + (y - sy) * (y - sy)) / square)
}
