import { useState } from 'react'
import type { User } from '#contract'
import { useOwnPhoto } from '../state/own-photo.ts'
import { me } from '../state/session.ts'
import { useStore } from '../state/store.ts'
import { Picture } from './picture.tsx'

/**
 * A user's photo, or their initials on a color derived from their id while there is no photo or it cannot be loaded. For
 * the signed-in user it is always the latest photo.
 */
export function Avatar({ user, size = 36 }: { user: User; size?: number }) {
  const own = useStore(me, now => (now?.id === user.id ? now : null))
  const fresh = useOwnPhoto()
  const shown = own ?? user
  const [missing, setMissing] = useState(false)
  const variants = shown.photo?.variants ?? []
  const thumb = variants.find(each => each.width >= size * 2) ?? variants.at(-1)
  const source = (own && fresh) ?? thumb?.url
  const initials = missing || !source
  const hue = hueOf(user.id)
  const background = `linear-gradient(135deg, oklch(0.72 0.11 ${hue}), oklch(0.56 0.13 ${hue + 40}))`
  return (
    <span
      aria-hidden
      style={{ width: size, height: size, fontSize: size * 0.38, ...(initials && { background }) }}
      className="relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-wash font-semibold tracking-wide text-white select-none"
    >
      {initials && initialsOf(shown)}
      {source && (
        <Picture
          src={source}
          alt=""
          onShown={isShown => setMissing(!isShown)}
          className={`absolute inset-0 size-full object-cover ${missing ? 'opacity-0' : ''}`}
        />
      )}
    </span>
  )
}

const initialsOf = ({ fullName, username }: User): string => {
  const words = (fullName || username).split(/[\s._]+/).filter(Boolean)
  const first = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return first.map(word => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}

/** Uses the end of the id, where UUIDs of the same moment differ. */
const hueOf = (id: string): number => Number.parseInt(id.slice(-6), 16) % 360
