/** Numbers that are the same for the same seed: `next()` is in 0–1. */
export type Random = {
  next(): number
  between(low: number, high: number): number
  whole(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  /** A smooth line through random heights in -1–1, one knot at every whole `x`; more octaves are rougher. */
  line(octaves: number): (x: number) => number
}

export function randomFrom(seed: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x27d4eb2f) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  next()
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    pick: items => items[whole(0, items.length - 1)]!,
    line: octaves => {
      const knots = Float32Array.from({ length: 256 }, () => next() * 2 - 1)
      return x => sumOctaves(knots, x, octaves)
    },
  }
}

function sumOctaves(knots: Float32Array, x: number, octaves: number): number {
  let sum = 0
  for (let octave = 0, size = 1, at = x + 64; octave < octaves; octave++, size /= 2.1, at = at * 2.03 + 17) {
    const whole = Math.floor(at)
    const part = at - whole
    const eased = part * part * (3 - 2 * part)
    const [a, b] = [knots[whole & 255]!, knots[(whole + 1) & 255]!]
    sum += (a + (b - a) * eased) * size
  }
  return sum
}
