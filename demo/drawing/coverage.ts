export type Point = readonly [x: number, y: number]

/**
 * How much of each pixel an outline covers, exactly: every edge adds, to the pixel it passes and to the next, the area on
 * its right, so that summing along a row gives the covered part. Parts that the outline encloses in opposite
 * directions cancel out.
 */
export class Coverage {
  readonly #width: number
  readonly #height: number
  readonly #areas: Float32Array

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#areas = new Float32Array((width + 2) * height)
  }

  /** Calls `paint` for each pixel at least partly inside, with the part, 0–1. */
  trace(points: readonly Point[], paint: (x: number, y: number, cover: number) => void): void {
    const { left, right, top, bottom } = this.#bounds(points)
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) this.#addEdge(points[j]!, points[i]!)
    for (let y = top; y < bottom; y++) {
      const row = y * (this.#width + 2)
      for (let x = left, sum = 0; x < right; x++) {
        sum += this.#areas[row + x]!
        const cover = sum < 0 ? -sum : sum
        if (cover > 0.004 && x < this.#width) paint(x, y, Math.min(cover, 1))
      }
      this.#areas.fill(0, row + left, row + right)
    }
  }

  #bounds(points: readonly Point[]) {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const point of points) {
      left = Math.min(left, point[0])
      right = Math.max(right, point[0])
      top = Math.min(top, point[1])
      bottom = Math.max(bottom, point[1])
    }
    const column = (x: number) => Math.min(this.#width, Math.max(0, Math.floor(x)))
    const row = (y: number) => Math.min(this.#height, Math.max(0, Math.floor(y)))
    return { left: column(left), right: column(right) + 2, top: row(top), bottom: row(bottom + 1) }
  }

  #addEdge(a: Point, b: Point): void {
    if (a[1] === b[1]) return
    const down = a[1] < b[1]
    const [upper, lower] = down ? [a, b] : [b, a]
    const [top, bottom] = [Math.max(0, upper[1]), Math.min(this.#height, lower[1])]
    const slope = (lower[0] - upper[0]) / (lower[1] - upper[1])
    for (let y = Math.floor(top); y < bottom; y++) {
      const [from, to] = [Math.max(top, y), Math.min(bottom, y + 1)]
      const enter = this.#clamp(upper[0] + (from - upper[1]) * slope)
      const leave = this.#clamp(upper[0] + (to - upper[1]) * slope)
      this.#addSegment(y, Math.min(enter, leave), Math.max(enter, leave), down ? to - from : from - to)
    }
  }

  #clamp(x: number): number {
    return x < 0 ? 0 : Math.min(x, this.#width)
  }

  // A piece of an edge within one row, as high as `height` (negative on the way up), distributed over its columns.
  #addSegment(y: number, start: number, end: number, height: number): void {
    const row = y * (this.#width + 2)
    for (let column = Math.floor(start), x = start; ; column++) {
      const next = Math.min(end, column + 1)
      const share = end > start ? (height * (next - x)) / (end - start) : height
      const beside = share * ((x + next) / 2 - column)
      this.#areas[row + column]! += share - beside
      this.#areas[row + column + 1]! += beside
      if (!(end > column + 1)) return
      x = next
    }
  }
}
