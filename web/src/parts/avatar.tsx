import type { User } from '#contract'

/** A person's photo, or their initials on a colour that is always the same for them. */
export function Avatar({ user, size = 36 }: { user: User; size?: number }) {
  const shape = { width: size, height: size, fontSize: size * 0.38 }
  const variants = user.photo?.variants ?? []
  const thumb = variants.find(each => each.width >= size * 2) ?? variants.at(-1)
  if (thumb) {
    return <img src={thumb.url} alt="" style={shape} className="shrink-0 rounded-full bg-wash object-cover" />
  }
  const hue = hueOf(user.id)
  return (
    <span
      aria-hidden
      style={{
        ...shape,
        background: `linear-gradient(135deg, oklch(0.72 0.11 ${hue}), oklch(0.56 0.13 ${hue + 40}))`,
      }}
      className="grid shrink-0 place-items-center rounded-full font-semibold tracking-wide text-white select-none"
    >
      {initialsOf(user)}
    </span>
  )
}

const initialsOf = ({ fullName, username }: User): string => {
  const words = (fullName || username).split(/[\s._]+/).filter(Boolean)
  const first = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return first.map(word => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}

/** From the end of the id, where UUIDs of the same moment differ. */
const hueOf = (id: string): number => Number.parseInt(id.slice(-6), 16) % 360
