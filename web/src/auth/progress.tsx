export const order = ['contact', 'code', 'profile', 'photo', 'people'] as const
export type Step = (typeof order)[number]

/** The progress of a sign-up. */
export function Progress({ at }: { at: Step }) {
  const now = order.indexOf(at)
  return (
    <div role="img" aria-label={`Step ${now + 1} of ${order.length}`} className="mb-7 flex gap-1.5">
      {order.map((step, index) => (
        <span
          key={step}
          className={`h-1 flex-1 rounded-full transition-colors ${index <= now ? 'bg-sun' : 'bg-line'}`}
        />
      ))}
    </div>
  )
}
