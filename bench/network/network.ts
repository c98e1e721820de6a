import { manyOrFew, popular, randomFrom, type Sizes } from './shape.ts'

/**
 * Who follows whom and who has published what, as numbers: people and posts by their places, posts in the order of their times.
 * The first people have the most followers and posts.
 */
export type Network = {
  sizes: Sizes
  /** The newest time in it, in milliseconds. */
  until: number
  /** The author of each post, and when it was published. */
  authors: Uint32Array
  times: Float64Array
  /** The posts of each author, oldest first. */
  postsOf: number[][]
  /** Whom each person follows. */
  followed: Uint32Array[]
  followers: Uint32Array
  /** The number of likes and of comments of each post. */
  likes: Uint32Array
  comments: Uint32Array
}

const day = 86_400_000
const secondsAgo = (seconds: number) => (Math.floor(Date.now() / 1000) - seconds) * 1000

/** The same network for the same sizes, seed and newest time. */
export function drawNetwork(sizes: Sizes, seed: number, until = secondsAgo(10)): Network {
  const random = randomFrom(seed)
  const { people, posts } = sizes
  const authors = new Uint32Array(posts)
  const times = new Float64Array(posts)
  const postsOf: number[][] = Array.from({ length: people }, () => [])
  for (let post = 0; post < posts; post += 1) {
    const author = popular(random, people, 1.7)
    authors[post] = author
    // Growing: half of all posts are of the last quarter of the time.
    times[post] = until - Math.floor(365 * day * (1 - Math.sqrt((post + 1) / posts)))
    postsOf[author]?.push(post)
  }
  const followers = new Uint32Array(people)
  const followed = Array.from({ length: people }, (_, follower) => {
    const wanted = manyOrFew(random, sizes.follows / people, Math.min(5000, Math.floor(people / 2)))
    const chosen = new Set<number>()
    for (let tries = 0; chosen.size < wanted && tries < wanted * 4; tries += 1) {
      const one = popular(random, people, 2.2)
      if (one !== follower) chosen.add(one)
    }
    for (const one of chosen) followers[one] = (followers[one] ?? 0) + 1
    return Uint32Array.from(chosen)
  })
  const perPost = (mean: number, most: number) =>
    Uint32Array.from({ length: posts }, () => manyOrFew(random, mean, most))
  const likes = perPost(sizes.likes / posts, people)
  const comments = perPost(sizes.comments / posts, 10_000)
  return { sizes, until, authors, times, postsOf, followed, followers, likes, comments }
}

/** Some different people: one after the other by steps that meet each only once. */
export function* differentPeople(random: () => number, people: number, count: number) {
  let step = 1 + Math.floor(random() * (people - 1))
  while (divisor(step, people) > 1) step += 1
  let one = Math.floor(random() * people)
  for (let i = 0; i < count; i += 1) {
    yield one
    one = (one + step) % people
  }
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** The newest posts of those whom a person follows, without accounts from a number of followers on; newest first. */
export function feedOf({ followed, followers, postsOf }: Network, person: number, kept: number, largeFrom: number) {
  const found: number[] = []
  for (const one of followed[person] ?? []) {
    if ((followers[one] ?? 0) < largeFrom) found.push(...(postsOf[one] ?? []).slice(-kept))
  }
  return found.sort((a, b) => b - a).slice(0, kept)
}
