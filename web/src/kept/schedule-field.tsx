import { useId, useState } from 'react'
import { FieldNote } from '../forms/field-note.tsx'
import { describeInstant, instantsOf, localTimeOf, ownZone } from './local-time.ts'

/** A chosen local time; `publishAt` is its instant, null where there is none. */
export type Schedule = { local: string; isLater: boolean; publishAt: string | null }

/** The full hour after the next, or the time that a post is scheduled for. */
export function scheduleFor(publishAt: string | null): Schedule {
  const at = publishAt ? new Date(publishAt) : new Date(Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000)
  const local = localTimeOf(at, ownZone())
  const isLater = instantsOf(local, ownZone()).findIndex(each => each >= at) === 1
  return scheduleAt(local, isLater)
}

function scheduleAt(local: string, isLater: boolean): Schedule {
  const instants = instantsOf(local, ownZone())
  const at = instants[isLater ? 1 : 0] ?? instants[0]
  return { local, isLater, publishAt: at && at.getTime() > Date.now() ? at.toISOString() : null }
}

type ScheduleFieldProps = { schedule: Schedule; onChange: (schedule: Schedule) => void; error?: string | undefined }

/** A date and time in the browser's time zone. Where clocks show a time twice that day, the user chooses which is meant. */
export function ScheduleField({ schedule: { local, isLater, publishAt }, onChange, error }: ScheduleFieldProps) {
  const id = useId()
  const zone = ownZone()
  const [earliest] = useState(() => localTimeOf(new Date(), zone))
  const instants = instantsOf(local, zone)
  const problem = local && !publishAt ? problemWith(instants) : undefined
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        Date and time
      </label>
      <input
        id={id}
        type="datetime-local"
        required
        value={local}
        min={earliest}
        aria-invalid={problem !== undefined || error !== undefined}
        aria-describedby={`${id}-note`}
        onChange={event => onChange(scheduleAt(event.target.value, false))}
        className="field"
      />
      <FieldNote
        id={`${id}-note`}
        error={problem ?? error}
        hint={publishAt ? `Will be published ${describeInstant(new Date(publishAt), zone)}` : `Time zone: ${zone}`}
      />
      {instants.length > 1 && (
        <fieldset className="mt-3 grid gap-2 text-sm">
          <legend className="mb-1">Clocks are put back that day and show this time twice. Which one?</legend>
          {instants.map((at, index) => (
            <label key={at.toISOString()} className="flex min-h-11 items-center gap-3">
              <input
                type="radio"
                name={`${id}-which`}
                checked={isLater === (index === 1)}
                onChange={() => onChange(scheduleAt(local, index === 1))}
              />
              {describeInstant(at, zone)}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

const problemWith = (instants: Date[]) =>
  instants.length === 0
    ? 'Clocks are put forward that day and pass over this time. Choose another one.'
    : 'Choose a time in the future.'
