import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type EmptyProps = { icon: LucideIcon; title: string; heading?: 'h1' | 'h2'; children?: ReactNode }

/** Shown instead of an empty list. */
export function Empty({ icon: Icon, title, heading: Heading = 'h2', children }: EmptyProps) {
  return (
    <div className="grid grid-cols-1 content-start justify-items-center gap-3 px-6 py-16 text-center">
      <span className="grid size-16 place-items-center rounded-full border-2 border-line text-quiet">
        <Icon size={28} strokeWidth={1.5} />
      </span>
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="max-w-sm text-quiet">{children}</div>}
    </div>
  )
}
