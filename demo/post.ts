/** A photo: the seed of its picture, and its alternative text. */
export type DemoPhoto = { seed: number; alt: string }

/** A post of the demo. `said` has its comments in order, as `name: text`; one with `> ` in front replies to the thread before it. */
export type DemoPost = {
  by: string
  /** Hours ago. */
  ago: number
  photos: DemoPhoto[]
  caption: string
  place?: string
  /** Users in the first photo, each with a place in shares of its width and height. */
  tagged?: { username: string; x: number; y: number }[]
  /** Where its author keeps it; without this, it is published. */
  state?: 'draft' | 'scheduled' | 'archived'
  /** The number of the comment that is pinned. Comments on such a post are liked too. */
  pinned?: number
  said?: string[]
}
