import { Check, TriangleAlert } from 'lucide-react'
import { FieldNote } from '../forms/field-note.tsx'
import { lengthError } from '../forms/length-error.ts'
import { StepButtons } from '../photo/step-buttons.tsx'
import type { Tag } from '../tags/tag.ts'
import { TagButton } from '../tags/tag-button.tsx'
import type { ChosenPhoto } from './use-chosen-photos.ts'

type ChosenPhotoProps = {
  photo: ChosenPhoto
  index: number
  count: number
  onDescribe: (text: string) => void
  onTag: (tags: Tag[]) => void
  onMove: (to: number) => void
  onRemove: () => void
}

export const MAX_ALT_TEXT = 1000

/** A photo for a new post, with its description and upload progress. */
export function ChosenPhotoItem({ photo, index, count, onDescribe, onTag, ...steps }: ChosenPhotoProps) {
  const error = lengthError(photo.altText, MAX_ALT_TEXT)
  return (
    <div className="flex flex-wrap gap-4">
      <div className="relative size-28 shrink-0 overflow-hidden rounded-xl bg-wash">
        <img src={photo.preview} alt={`Preview ${index + 1}`} className="size-full object-cover" />
        <Progress photo={photo} />
      </div>
      <div className="min-w-0 grow basis-36">
        <div className="-mt-1 flex items-center gap-2">
          <p className="min-w-0 flex-1 truncate text-sm text-quiet">{photo.file.name}</p>
          <StepButtons index={index} count={count} {...steps} />
        </div>
        <textarea
          value={photo.altText}
          rows={2}
          aria-label={`Description of photo ${index + 1}`}
          placeholder="Describe it for people who can’t see it"
          onChange={event => onDescribe(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={`${photo.key}-note`}
          className="field h-auto resize-none px-3 py-2 text-sm"
        />
        <FieldNote id={`${photo.key}-note`} error={error} />
        <TagButton
          label={`Tag people in photo ${index + 1}`}
          photo={photo.preview}
          tags={photo.tagged}
          onChange={onTag}
        />
        {photo.failure && (
          <p role="alert" className="mt-1 text-sm text-rose">
            {photo.failure}
          </p>
        )}
      </div>
    </div>
  )
}

function Progress({ photo: { sent, mediaId, failure } }: { photo: ChosenPhoto }) {
  if (sent === null && !failure) return null
  if (failure || mediaId) {
    const Icon = failure ? TriangleAlert : Check
    return (
      <span
        className={`absolute right-1.5 bottom-1.5 grid size-7 place-items-center rounded-full text-white ${failure ? 'bg-rose' : 'bg-black/60'}`}
      >
        <Icon size={16} role="img" aria-label={failure ? 'Failed' : 'Uploaded'} />
      </span>
    )
  }
  return (
    <span className="absolute inset-0 grid place-items-center bg-black/45">
      <progress
        value={sent ?? 0}
        aria-label="Upload"
        className="h-1.5 w-20 overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-white/35 [&::-webkit-progress-value]:bg-white"
      />
    </span>
  )
}
