import type { Post } from '#contract'
import type { Tag } from '../tags/tag.ts'

/** What is said of each photo of a post, by the id of the photo. */
export type PhotoDetails = Record<string, { altText: string; tags: readonly Tag[] }>

export const detailsOf = ({ media, tagged }: Post): PhotoDetails =>
  Object.fromEntries(
    media.map(({ id, altText }, index) => [
      id,
      { altText, tags: tagged.filter(tag => tag.mediaIndex === index).map(({ user, x, y }) => ({ user, x, y })) },
    ]),
  )
