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
  said?: string[]
}
