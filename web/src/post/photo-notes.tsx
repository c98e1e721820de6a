import { UserRound } from 'lucide-react'
import { useState } from 'react'
import type { Media, Post } from '#contract'
import { PhotoTags, placeIn } from './photo-tags.tsx'

type NotesProps = { media: Media; tags: Post['tagged']; frame: number }

const toggle =
  'grid h-8 min-w-8 place-items-center rounded-full bg-black/55 px-2 text-xs font-semibold text-white hover:bg-black/75 aria-pressed:bg-white aria-pressed:text-black'

/** Over a photo, shown on demand: who is in it, and its description. `frame` is the aspect ratio that it is shown in. */
export function PhotoNotes({ media, tags, frame }: NotesProps) {
  const [shown, setShown] = useState<'tags' | 'text' | null>(null)
  const show = (what: 'tags' | 'text') => setShown(now => (now === what ? null : what))
  if (!media.image) return null
  return (
    <>
      {shown === 'tags' && <PhotoTags tags={tags} place={placeIn(frame, media.image.width / media.image.height)} />}
      {shown === 'text' && (
        <p className="absolute inset-x-3 bottom-14 max-h-[60%] overflow-y-auto rounded-xl bg-black/75 p-3 text-sm text-white">
          {media.altText}
        </p>
      )}
      <div className="absolute bottom-3 left-3 flex gap-2">
        {tags.length > 0 && (
          <button
            type="button"
            aria-label="People in this photo"
            aria-pressed={shown === 'tags'}
            className={toggle}
            onClick={() => show('tags')}
          >
            <UserRound size={16} aria-hidden />
          </button>
        )}
        {media.altText && (
          <button
            type="button"
            aria-label="Description of this photo"
            aria-pressed={shown === 'text'}
            className={toggle}
            onClick={() => show('text')}
          >
            ALT
          </button>
        )}
      </div>
    </>
  )
}
