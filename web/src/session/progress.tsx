export const order = ['contact', 'code', 'profile', 'photo', 'people'] as const
export type Step = (typeof order)[number]

/** How far a sign-up is. */
export function Progress({ at }: { at: Step }) {
  const now = order.indexOf(at)
  return (
    <ol aria-label={`Step ${now + 1} of ${order.length}`} className="mb-7 flex gap-1.5">
      {order.map((step, index) => (
        <li
          key={step}
          aria-current={index === now ? 'step' : undefined}
          className={`h-1 flex-1 rounded-full transition-colors ${index <= now ? 'bg-sun' : 'bg-line'}`}
        />
      ))}
    </ol>
  )
}
