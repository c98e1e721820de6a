import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { ReactNode } from 'react'

type ButtonsProps = {
  index: number
  count: number
  /** Moves the photo to another index. */
  onMove: (to: number) => void
  onRemove: () => void
}

/** Moves a photo among the photos of a post, and removes it. */
export const StepButtons = ({ index, count, onMove, onRemove }: ButtonsProps) => (
  <span className="flex shrink-0">
    {count > 1 && (
      <>
        <Step label={`Move photo ${index + 1} up`} disabled={index === 0} onClick={() => onMove(index - 1)}>
          <ArrowUp size={18} aria-hidden />
        </Step>
        <Step label={`Move photo ${index + 1} down`} disabled={index === count - 1} onClick={() => onMove(index + 1)}>
          <ArrowDown size={18} aria-hidden />
        </Step>
      </>
    )}
    <Step label={`Remove photo ${index + 1}`} onClick={onRemove}>
      <X size={18} aria-hidden />
    </Step>
  </span>
)

/** The list with one item moved to another index. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)]
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
