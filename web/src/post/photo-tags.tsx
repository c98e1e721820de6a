import { Link } from 'react-router'
import type { Post } from '#contract'

type TagsProps = { tags: Post['tagged']; place: (tag: { x: number; y: number }) => { left: string; top: string } }

/** The names of those in a photo, where they are in it. */
export const PhotoTags = ({ tags, place }: TagsProps) => (
  <ul aria-label="People in this photo">
    {tags.map(({ user, x, y }) => (
      <li key={user.id} className="absolute -translate-x-1/2 -translate-y-1/2" style={place({ x, y })}>
        <Link
          to={`/${user.username}`}
          className="block max-w-40 truncate rounded-lg bg-black/75 px-2.5 py-1.5 text-xs font-semibold text-white hover:underline"
        >
          {user.username}
        </Link>
      </li>
    ))}
  </ul>
)

/** Where a place in a photo is in a frame that it covers; of what is cut off, at the edge. */
export function placeIn(frame: number, photo: number) {
  const seen = { x: Math.min(1, frame / photo), y: Math.min(1, photo / frame) }
  const inFrame = (at: number, share: number) => Math.min(0.92, Math.max(0.08, (at - (1 - share) / 2) / share))
  return ({ x, y }: { x: number; y: number }) => ({
    left: `${inFrame(x, seen.x) * 100}%`,
    top: `${inFrame(y, seen.y) * 100}%`,
  })
}
