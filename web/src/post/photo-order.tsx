import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Media } from '#contract'
import { FieldNote } from '../forms/field-note.tsx'
import { lengthError } from '../forms/length-error.ts'
import { TagButton } from '../tags/tag-button.tsx'
import { Photo } from './photo.tsx'
import type { PhotoDetails } from './photo-details.ts'

type OrderProps = {
  media: Media[]
  details: PhotoDetails
  onChange: (media: Media[]) => void
  onDetails: (details: PhotoDetails) => void
}

/** Reorders and removes the photos of a post, describes them, and tags people in them. */
export function PhotoOrder({ media, details, onChange, onDetails }: OrderProps) {
  const swap = (index: number, other: number) => {
    const next = [...media]
    ;[next[index], next[other]] = [media[other]!, media[index]!]
    onChange(next)
  }
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-semibold">Photos</legend>
      {media.length === 0 && <p className="text-sm text-quiet">All photos will be removed when you save.</p>}
      <ol className="grid grid-cols-1 gap-2">
        {media.map((each, index) => (
          <li key={each.id} className="flex flex-wrap items-center gap-2">
            <span className="size-14 shrink-0 overflow-hidden rounded-lg">
              <Photo media={each} sizes="56px" />
            </span>
            <span className="min-w-0 grow basis-16 truncate text-sm text-quiet">{`Photo ${index + 1}`}</span>
            <Step label={`Move photo ${index + 1} up`} disabled={index === 0} onClick={() => swap(index, index - 1)}>
              <ArrowUp size={18} aria-hidden />
            </Step>
            <Step
              label={`Move photo ${index + 1} down`}
              disabled={index === media.length - 1}
              onClick={() => swap(index, index + 1)}
            >
              <ArrowDown size={18} aria-hidden />
            </Step>
            <Step label={`Remove photo ${index + 1}`} onClick={() => onChange(media.filter(other => other !== each))}>
              <X size={18} aria-hidden />
            </Step>
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

type DetailsProps = {
  media: Media
  index: number
  of: PhotoDetails[string]
  onChange: (of: PhotoDetails[string]) => void
}

function Details({ media, index, of, onChange }: DetailsProps) {
  const error = lengthError(of.altText, 1000)
  const large = media.image?.variants.find(each => each.name === 'large')
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
          photo={large.url}
          tags={of.tags}
          onChange={tags => onChange({ ...of, tags })}
        />
      )}
    </div>
  )
}

type StepProps = { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }

const Step = ({ label, disabled = false, onClick, children }: StepProps) => (
  <button
    type="button"
    aria-label={label}
    disabled={disabled}
    onClick={onClick}
    className="icon-btn size-9 disabled:opacity-30"
  >
    {children}
  </button>
)
