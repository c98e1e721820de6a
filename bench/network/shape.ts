/** How large a network is. At scale 1: 100,000 people, 1,000,000 posts, 20,000,000 follows and likes, 5,000,000 comments. */
export type Sizes = { people: number; posts: number; follows: number; likes: number; comments: number; tags: number }

export const sizesOf = (scale: number): Sizes => ({
  people: Math.round(100_000 * scale),
  posts: Math.round(1_000_000 * scale),
  follows: Math.round(8_000_000 * scale),
  likes: Math.round(12_000_000 * scale),
  comments: Math.round(5_000_000 * scale),
  tags: Math.max(50, Math.round(20_000 * scale)),
})

/** Numbers from 0 to 1 that look random and are the same at each run (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** An index below `count`: the first ones are by far the likeliest, the more so the larger the power. */
export const popular = (random: () => number, count: number, power: number) => Math.floor(count * random() ** power)

/** A number around a mean, mostly less and rarely very much more: a Pareto distribution, cut off at `most`. */
export const manyOrFew = (random: () => number, mean: number, most: number) =>
  Math.min(most, Math.floor((mean / 3) * (1 - random()) ** (-1 / 1.5)))

/** A UUIDv7 of a time in milliseconds and a number. */
export function uuidAt(milliseconds: number, kind: number, number: number) {
  const time = milliseconds.toString(16).padStart(12, '0')
  const tail = number.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${kind.toString(16).padStart(3, '0')}-${tail}`
}
