/** The time zone of the browser, such as `Europe/London`. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The instants at which the clocks of a zone show a local time, such as `2026-10-25T01:30`: none where clocks are put forward
 * over it, two where they are put back over it. None for what is no time.
 */
export function instantsOf(local: string, zone: string): Date[] {
  const shown = /^\d{4,6}(-\d\d){2}T\d\d:\d\d/.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  if (Number.isNaN(shown)) return []
  // Whatever happens that day, one of these is in use at the time.
  const offsets = new Set([-DAY, DAY].map(away => offsetAt(shown + away, zone)))
  const instants = [...offsets].map(offset => shown - offset).filter(at => at + offsetAt(at, zone) === shown)
  return instants.sort((a, b) => a - b).map(at => new Date(at))
}

/** The local time of an instant in a zone, to the minute, as `<input type="datetime-local">` has it. */
export const localTimeOf = (at: Date, zone: string): string =>
  new Date(at.getTime() + offsetAt(at.getTime(), zone)).toISOString().slice(0, 16)

/** An instant in a zone, with the zone's name at that time: "Sun, 25 Oct 2026, 01:30 GMT". */
export const describeInstant = (at: Date, zone: string, locale?: string): string =>
  at.toLocaleString(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZone: zone, timeZoneName: 'short' },
  })

const DAY = 24 * 3_600_000

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const seconds = Math.floor(at / 1000) * 1000
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(seconds)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - seconds
}
