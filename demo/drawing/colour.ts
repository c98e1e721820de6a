/** Red, green, blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** Reads '#rrggbb', or several separated by spaces. */
export const colours = (hex: string): Colour[] =>
  hex.split(' ').map(one => {
    const number = Number.parseInt(one.slice(1), 16)
    return [number >> 16, (number >> 8) & 255, number & 255]
  })

export const mix = (a: Colour, b: Colour, part: number): Colour => [
  a[0] + (b[0] - a[0]) * part,
  a[1] + (b[1] - a[1]) * part,
  a[2] + (b[2] - a[2]) * part,
]

/** The colour at `along`, 0–1, of colours spread evenly. */
export function colourAlong(spread: readonly Colour[], along: number): Colour {
  const at = Math.min(1, Math.max(0, along)) * (spread.length - 1)
  const index = Math.floor(at)
  return mix(spread[index]!, spread[index + 1] ?? spread[index]!, at - index)
}

const ramps = new WeakMap<readonly Colour[], Float32Array>()

/** Colours spread evenly over 256 entries of red, green, blue: looked up for each pixel without allocating. */
export function ramp(spread: readonly Colour[]): Float32Array {
  const known = ramps.get(spread)
  if (known) return known
  const table = new Float32Array(256 * 3)
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (spread.length - 1)
    const [from, to] = [spread[Math.floor(at)]!, spread[Math.ceil(at)]!]
    for (let band = 0; band < 3; band++) table[i * 3 + band] = from[band]! + (to[band]! - from[band]!) * (at % 1)
  }
  ramps.set(spread, table)
  return table
}
