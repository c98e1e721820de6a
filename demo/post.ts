/** One photo: which picture is drawn, and what it shows to those who do not see it. */
export type DemoPhoto = { seed: number; alt: string }

/** A post of the demo. `said` are its comments in order, as `name: text`; one that begins with `> ` answers the thread before. */
export type DemoPost = {
  by: string
  /** Hours ago. */
  ago: number
  photos: DemoPhoto[]
  caption: string
  place?: string
  said?: string[]
}
