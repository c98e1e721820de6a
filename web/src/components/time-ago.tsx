const STEPS: [size: number, unit: string][] = [
  [60, 's'],
  [60, 'm'],
  [24, 'h'],
  [7, 'd'],
  [52, 'w'],
]

/** "now", "5m", "3h", "2d", "6w", then the date; the full time on hover. */
export function TimeAgo({ at }: { at: string }) {
  const full = new Date(at).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' })
  return (
    <time dateTime={at} title={full} className="text-quiet">
      {shortAge(at)}
    </time>
  )
}

function shortAge(at: string): string {
  let age = Math.max(0, (Date.now() - Date.parse(at)) / 1000)
  if (age < 45) return 'now'
  for (const [size, unit] of STEPS) {
    if (age < size) return `${Math.max(1, Math.floor(age))}${unit}`
    age /= size
  }
  return new Date(at).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' })
}
