import type { User } from '#contract'

/** A user at a place of a photo, in shares of its width and height. */
export type Tag = { user: User; x: number; y: number }

/** As the server takes the tags of the photos of a post. */
export const tagsOf = (photos: readonly (readonly Tag[])[]) =>
  photos.flatMap((tags, mediaIndex) => tags.map(({ user, x, y }) => ({ username: user.username, mediaIndex, x, y })))
