import { FieldNote } from '../forms/field-note.tsx'
import { lengthError } from '../forms/length-error.ts'
import { moved, StepButtons } from '../photo/step-buttons.tsx'
import { TagButton } from '../tags/tag-button.tsx'
import type { EditedPhoto } from './added-photos.tsx'
import { Photo } from './photo.tsx'
import type { PhotoDetails } from './photo-details.ts'

type OrderProps = {
  media: EditedPhoto[]
  details: PhotoDetails
  onChange: (media: EditedPhoto[]) => void
  onDetails: (details: PhotoDetails) => void
}

/** Reorders and removes the photos of a post, describes them, and tags people in them. */
export function PhotoOrder({ media, details, onChange, onDetails }: OrderProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-semibold">Photos</legend>
      {media.length === 0 && <p className="text-sm text-quiet">All photos will be removed when you save.</p>}
      <ol className="grid grid-cols-1 gap-2">
        {media.map((each, index) => (
          <li key={each.id} className="flex flex-wrap items-center gap-2">
            <span className="size-14 shrink-0 overflow-hidden rounded-lg">
              <Small photo={each} />
            </span>
            <span className="min-w-0 grow basis-16 truncate text-sm text-quiet">{`Photo ${index + 1}`}</span>
            <StepButtons
              index={index}
              count={media.length}
              onMove={to => onChange(moved(media, index, to))}
              onRemove={() => onChange(media.filter(other => other !== each))}
            />
            <Details
              media={each}
              index={index}
              of={details[each.id] ?? { altText: '', tags: [] }}
              onChange={one => onDetails({ ...details, [each.id]: one })}
            />
          </li>
        ))}
      </ol>
    </fieldset>
  )
}

const Small = ({ photo }: { photo: EditedPhoto }) =>
  photo.preview ? (
    <img src={photo.preview} alt="" className="size-full object-cover" />
  ) : (
    <Photo media={photo} sizes="56px" />
  )

type DetailsProps = {
  media: EditedPhoto
  index: number
  of: PhotoDetails[string]
  onChange: (of: PhotoDetails[string]) => void
}

function Details({ media, index, of, onChange }: DetailsProps) {
  const error = lengthError(of.altText, 1000)
  const large = media.preview ?? media.image?.variants.find(each => each.name === 'large')?.url
  return (
    <div className="w-full">
      <textarea
        value={of.altText}
        rows={2}
        aria-label={`Description of photo ${index + 1}`}
        placeholder="Describe it for people who can’t see it"
        aria-invalid={error !== undefined}
        aria-describedby={`${media.id}-note`}
        onChange={event => onChange({ ...of, altText: event.target.value })}
        className="field h-auto resize-none px-3 py-2 text-sm"
      />
      <FieldNote id={`${media.id}-note`} error={error} />
      {large && (
        <TagButton
          label={`Tag people in photo ${index + 1}`}
          photo={large}
          tags={of.tags}
          onChange={tags => onChange({ ...of, tags })}
        />
      )}
    </div>
  )
}
