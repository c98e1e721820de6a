import type { User } from '#contract'
import { fieldErrors } from '../client.ts'

/** A user at a place of a photo, in shares of its width and height. */
export type Tag = { user: User; x: number; y: number }

/** As the server takes the tags of the photos of a post. */
export const tagsOf = (photos: readonly (readonly Tag[])[]) =>
  photos.flatMap((tags, mediaIndex) => tags.map(({ user, x, y }) => ({ username: user.username, mediaIndex, x, y })))

/** Where a post was rejected because of one of its tags: a sentence about it. */
export function tagError(error: unknown, photos: readonly (readonly Tag[])[]): string | null {
  const fields = fieldErrors(error)
  const wrong = tagsOf(photos).find((_, i) => fields[`tagged.${i}.username`])
  return wrong ? `You can’t tag ${wrong.username}.` : null
}
