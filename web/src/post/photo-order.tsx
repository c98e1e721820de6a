import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Media } from '#contract'
import { Photo } from './photo.tsx'

type OrderProps = { media: Media[]; onChange: (media: Media[]) => void }

/** Reorders and removes the photos of a post. */
export function PhotoOrder({ media, onChange }: OrderProps) {
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
            <span className="min-w-0 grow basis-16 truncate text-sm text-quiet">
              {each.altText || `Photo ${index + 1}`}
            </span>
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
          </li>
        ))}
      </ol>
    </fieldset>
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
